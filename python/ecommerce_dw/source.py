"""`source init | simulate | new | sync | import-olist`: calls the shop's room, says what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from ecommerce_base.commands import Command, Group, Launch, target_option
from ecommerce_base.duckdb_file import lock_wait, make_data_folder, wait_until_free
from ecommerce_base.errors import DwError
from ecommerce_base.settings import target_in_use
from ecommerce_base.shop_card import remove_card, write_card

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
    place = _free_place(launch)
    if if_missing and _is_there(launch):
        launch.say(f"{place} is there: left as it is.")
        return 0
    force = force or if_missing  # what a start that broke off left
    make = partial(generate.init, rows=rows, seed=seed)
    if _on_server():
        from ecommerce_server import shop

        build = lambda file, today: make(file, end=day or today)  # noqa: E731
        return _told(launch, place, partial(shop.make, launch.settings, build, force=force))
    return _told(launch, place, lambda: make(launch.settings.source, end=day, force=force))


@source.command(cls=Command)
@click.option("--orders", type=int, default=2_000, metavar="N", help="new orders (2000)")
@click.option("--seed", type=int, default=1, metavar="S", help="same seed, same changes (1)")
@click.option("--bad-rows", type=int, default=0, metavar="K", help="rows that break the rules (0)")
@target_option
@click.pass_obj
def simulate(launch: Launch, orders: int, seed: int, bad_rows: int) -> int:
    """Change the shop as a living one changes."""
    place = _free_place(launch)
    if _on_server():
        from ecommerce_server import shop

        change: Callable[..., Counts] = partial(shop.change, launch.settings)
    else:
        from ecommerce_shop.simulate import simulate as change_file

        change = partial(change_file, launch.settings.source)
    call = partial(change, orders=orders, seed=seed, bad_rows=bad_rows)
    return _told(launch, place, call, replaced=False)


@source.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from", "data", type=click.Path(path_type=Path), metavar="DATA", help="the shop's files"
)
@click.option("--like", metavar="SHOP", help="begin with a ready mapping: olist, shopify, ...")
@click.pass_obj
def new(launch: Launch, folder: Path, data: Path | None, like: str | None) -> int:
    """Write a mapping of your own shop into FOLDER, to correct."""
    from ecommerce_shop import proposal

    for line in proposal.new(folder.absolute(), data and data.absolute(), like):
        launch.say(line)
    return 0


@source.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from", "data", type=click.Path(path_type=Path), metavar="DATA", help="the shop's files"
)
@click.option("--shrink", is_flag=True, help="take what is gone out, however much it is")
@_force
@target_option
@click.pass_obj
def sync(launch: Launch, folder: Path, data: Path | None, shrink: bool, force: bool) -> int:
    """Bring the source up to date by the mapping in FOLDER (or a ready one)."""
    return _synced(launch, folder, data, shrink=shrink, force=force)


@source.command("import-olist", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@_force
@target_option
@click.pass_obj
def import_olist(launch: Launch, folder: Path, force: bool) -> int:
    """Sync the public Olist data set (CSV or CSV.gz) in FOLDER."""
    return _synced(launch, Path("olist"), folder, force=force)


def _synced(
    launch: Launch, folder: Path, data: Path | None, *, force: bool, shrink: bool = False
) -> int:
    """Syncs, tells what was done table by table, and leaves the shop's card for the dashboards."""
    from ecommerce_shop.mapping import read_mapping
    from ecommerce_shop.problems import BadData
    from ecommerce_shop.report import counts_table, problem_table
    from ecommerce_shop.sync import sync as bring

    shop = read_mapping(folder, data)
    place = _free_place(launch)
    work = partial(bring, shop, shrink=shrink)
    try:
        with launch.console.status("source ..."):
            if _on_server():
                from ecommerce_server import shop as server

                done = server.sync(launch.settings, work, force=force)
            else:
                done = work(launch.settings.source, force=force)
    except BadData as bad:
        if len(bad.problems) == 1 or launch.debug:
            raise
        launch.console.print(problem_table(bad.problems))
        raise DwError(f"{len(bad.problems)} problems: nothing was written.") from bad
    write_card(launch.settings.data_dir, shop.card())
    launch.console.print(counts_table(place, done))
    for note in done.notes:
        launch.say(f"- {note}")
    if force:
        _tell_of_the_warehouse(launch)
    return 0


def _on_server() -> bool:
    return target_in_use() == "sqlserver"


def _free_place(launch: Launch) -> str:
    """Where the source is, for a person; nobody holds the file, and there is a data folder."""
    make_data_folder(launch.settings)
    if _on_server():
        return "ECOMMERCE_OLTP on SQL Server"
    wait_until_free(launch.settings.source, lock_wait(), launch.say)
    return str(launch.settings.source)


def _is_there(launch: Launch) -> bool:
    if not _on_server():
        return launch.settings.source.exists()
    from ecommerce_server.shop import is_whole

    return is_whole()


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
    if not _on_server() and launch.settings.warehouse.exists():
        launch.say(
            "The warehouse that is there was loaded from another source: `python run.py reset` "
            "sets it aside."
        )


def _day(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise DwError(f"--end is {text!r}: write a date, YYYY-MM-DD.", 2) from None
