"""`source init | simulate | import-olist`: calls the shop's room, says what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path

import click

from ecommerce_base.commands import Command, Group, Launch, target_option
from ecommerce_base.duckdb_file import lock_wait, make_data_folder, wait_until_free
from ecommerce_base.errors import DwError
from ecommerce_base.settings import target_in_use

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


@source.command("import-olist", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--cost-ratio", metavar="R", help="cost as a part of the price, which Olist does not tell"
)
@_force
@target_option
@click.pass_obj
def import_olist(launch: Launch, folder: Path, cost_ratio: str | None, force: bool) -> int:
    """Import the public Olist data set (CSV or CSV.gz) in FOLDER."""
    from ecommerce_shop import olist

    ratio = olist.COST_RATIO if cost_ratio is None else _ratio(cost_ratio)
    load = partial(olist.import_olist, folder.absolute(), cost_ratio=ratio)
    place = _free_place(launch)
    if _on_server():
        from ecommerce_server import shop

        return _told(
            launch,
            place,
            lambda: shop.make(launch.settings, lambda file, _: load(path=file), force=force),
        )
    return _told(launch, place, lambda: load(path=launch.settings.source, force=force))


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
    if replaced and not _on_server() and launch.settings.warehouse.exists():
        launch.say(
            "The warehouse that is there was loaded from another source: `python run.py reset` "
            "sets it aside."
        )
    return 0


def _day(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise DwError(f"--end is {text!r}: write a date, YYYY-MM-DD.", 2) from None


def _ratio(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise DwError(f"--cost-ratio is {text!r}: write a number from 0 to 1.", 2) from None
