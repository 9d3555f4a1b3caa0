"""`source init | simulate | new | sync | …`: calls the shop's room, says what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from ecommerce_base.commands import Command, Group, Launch, target_option
from ecommerce_base.errors import DwError
from ecommerce_base.settings import on_server
from ecommerce_base.shop_card import remove_card
from ecommerce_server import source as origin

Counts = Mapping[str, int]


@click.group(cls=Group, no_args_is_help=False, subcommand_metavar="KIND")
def source() -> None:
    """Make, change or import the source database."""


_force = click.option("--force", is_flag=True, help="replace the source that is there")


@source.command(cls=Command)
@click.option("--rows", type=int, default=100_000, metavar="N", help="order items (100000)")
@click.option("--seed", type=int, default=42, metavar="S", help="same seed, same data (42)")
@click.option("--end", metavar="DATE", help="last day of the shop's three years (today)")
@_force
@click.option("--if-missing", is_flag=True, help="leave the one that is there")
@target_option
@click.pass_obj
def init(
    launch: Launch, rows: int, seed: int, end: str | None, force: bool, if_missing: bool
) -> int:
    """Make a generated shop."""
    from ecommerce_shop import generate

    if force and if_missing:
        raise DwError("Use --force or --if-missing, not both.", 2)
    day = _day(end)
    place = origin.free_place(launch.settings, launch.say)
    if if_missing and origin.is_there(launch.settings):
        launch.say(f"{place} is there: left as it is.")
        return 0
    force = force or if_missing  # what a start that broke off left
    make = partial(generate.init, rows=rows, seed=seed)
    return _told(launch, place, partial(origin.make, launch.settings, make, day, force=force))


@source.command(cls=Command)
@click.option("--orders", type=int, default=2_000, metavar="N", help="new orders (2000)")
@click.option("--seed", type=int, default=1, metavar="S", help="same seed, same changes (1)")
@click.option("--bad-rows", type=int, default=0, metavar="K", help="rows that break the rules (0)")
@target_option
@click.pass_obj
def simulate(launch: Launch, orders: int, seed: int, bad_rows: int) -> int:
    """Change the shop as a living one changes."""
    place = origin.free_place(launch.settings, launch.say)
    call = partial(origin.change, launch.settings, orders=orders, seed=seed, bad_rows=bad_rows)
    return _told(launch, place, call, replaced=False)


_folder = click.argument("folder", type=click.Path(path_type=Path))
_from = click.option("--from", "data", type=click.Path(path_type=Path), help="the shop's files")


@source.command(cls=Command)
@_folder
@_from
@click.option("--like", metavar="SHOP", help="begin with a ready mapping: olist, shopify, ...")
@click.pass_obj
def new(launch: Launch, folder: Path, data: Path | None, like: str | None) -> int:
    """Write a mapping of your own shop into FOLDER, to correct."""
    from ecommerce_shop import proposal

    launch.say("\n".join(proposal.new(folder, data, like)))
    return 0


@source.command(cls=Command)
@_folder
@_from
@click.option("--shrink", is_flag=True, help="take what is gone out, however much it is")
@_force
@target_option
@click.pass_obj
def sync(launch: Launch, folder: Path, data: Path | None, force: bool, shrink: bool) -> int:
    """Bring the source up to date by the mapping in FOLDER (or a ready one)."""
    return _synced(launch, folder, data, force, shrink)


def _synced(launch: Launch, folder: Path, data: Path | None, force: bool, shrink: bool) -> int:
    from ecommerce_shop import mapping, report
    from ecommerce_shop.sync import sync as bring

    shop = mapping.read_mapping(folder, data)
    place = origin.free_place(launch.settings, launch.say)
    work = partial(bring, shop, shrink=shrink)
    report.tell(launch, place, shop, partial(origin.sync, launch.settings, work, force=force))
    if force:
        _tell_of_the_warehouse(launch)
    return 0


@source.command("import-olist", cls=Command)
@_folder
@_force
@target_option
@click.pass_obj
def import_olist(launch: Launch, folder: Path, force: bool) -> int:
    """Sync the public Olist data set (CSV or CSV.gz) in FOLDER."""
    return _synced(launch, Path("olist"), folder, force, shrink=False)


@source.command(cls=Command)
@_folder
@click.pass_obj
def views(launch: Launch, folder: Path) -> int:
    """Print the mapping in FOLDER as views of SQL Server."""
    from ecommerce_shop import mapping, views

    launch.say(views.tsql_views(mapping.read_mapping(folder)))
    return 0


def _told(launch: Launch, place: str, work: Callable[[], Counts], *, replaced: bool = True) -> int:
    """Does the work and prints the rows that it left or changed."""
    with launch.console.status("source ..."):
        counts = work()
    launch.say(f"{place}: " + ", ".join(f"{table} {rows:,}" for table, rows in counts.items()))
    if replaced:
        remove_card(launch.settings.data_dir)
        _tell_of_the_warehouse(launch)
    return 0


def _tell_of_the_warehouse(launch: Launch) -> None:
    if not on_server() and launch.settings.warehouse.exists():
        launch.say(
            "The warehouse that is there was loaded from another source: `python run.py reset` "
            "sets it aside."
        )


def _day(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise DwError(f"--end is {text!r}: write a date, YYYY-MM-DD.", 2) from None
