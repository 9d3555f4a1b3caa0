"""`source init | simulate | import-olist`: calls the source package, says what it did."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ecommerce_dw.duckdb_file import wait_until_free
from ecommerce_dw.errors import DwError
from ecommerce_dw.load import lock_wait, make_data_folder
from ecommerce_dw.settings import Settings, target_in_use

if TYPE_CHECKING:
    from rich.console import Console

DEFAULT_ROWS = 100_000
DEFAULT_SEED = 42


def run_source(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Runs one kind of `source` command and prints the rows that it left or changed."""
    make_data_folder(settings)
    on_server = target_in_use() == "sqlserver"
    if not on_server:
        wait_until_free(settings.source, lock_wait(), console.print)
    place = "ECOMMERCE_OLTP on SQL Server" if on_server else str(settings.source)
    if getattr(options, "if_missing", False):
        if _is_there(settings, on_server):
            console.print(f"{place} is there: left as it is.", highlight=False, soft_wrap=True)
            return 0
        options.force = True  # what a start that broke off left
    with console.status(f"source {options.kind} ..."):
        counts = (_ON_SERVER if on_server else _KINDS)[options.kind](options, settings)
    console.print(
        f"{place}: " + ", ".join(f"{table} {rows:,}" for table, rows in counts.items()),
        highlight=False,
        soft_wrap=True,
    )
    if options.kind != "simulate" and not on_server and settings.warehouse.exists():
        console.print(
            "The warehouse that is there was loaded from another source: `python run.py reset` "
            "sets it aside.",
        )
    return 0


def _is_there(settings: Settings, on_server: bool) -> bool:
    if not on_server:
        return settings.source.exists()
    from ecommerce_dw.sqlserver.shop import is_whole

    return is_whole()


def make_source(
    settings: Settings,
    *,
    rows: int = DEFAULT_ROWS,
    seed: int = DEFAULT_SEED,
    end: datetime | None = None,
    force: bool = False,
) -> Mapping[str, int]:
    """Makes the generated shop; returns the rows of each table. Raises DwError as the generator."""
    from ecommerce_dw.source.generate import init

    return init(settings.source, rows=rows, seed=seed, end=end, force=force)


def _init(options: argparse.Namespace, settings: Settings) -> Mapping[str, int]:
    return make_source(
        settings,
        rows=options.rows,
        seed=options.seed,
        end=_day(options.end),
        force=options.force,
    )


def _simulate(options: argparse.Namespace, settings: Settings) -> Mapping[str, int]:
    from ecommerce_dw.source.simulate import simulate

    return simulate(
        settings.source, orders=options.orders, seed=options.seed, bad_rows=options.bad_rows
    )


def _import_olist(options: argparse.Namespace, settings: Settings) -> Mapping[str, int]:
    return _olist(options, settings.source, options.force)


def _olist(options: argparse.Namespace, file: Path, force: bool) -> Mapping[str, int]:
    from ecommerce_dw.source.olist import import_olist

    load = partial(import_olist, options.folder.absolute(), file, force=force)
    return load() if options.cost_ratio is None else load(cost_ratio=_ratio(options.cost_ratio))


_KINDS = {"init": _init, "simulate": _simulate, "import-olist": _import_olist}


def _init_on_server(options: argparse.Namespace, settings: Settings) -> Mapping[str, int]:
    from ecommerce_dw.source.generate import init
    from ecommerce_dw.sqlserver.shop import make

    def build(file: Path, today: datetime) -> Mapping[str, int]:
        end = _day(options.end) or today
        return init(file, rows=options.rows, seed=options.seed, end=end)

    return make(settings, build, force=options.force)


def _simulate_on_server(options: argparse.Namespace, settings: Settings) -> Mapping[str, int]:
    from ecommerce_dw.sqlserver.shop import change

    return change(settings, orders=options.orders, seed=options.seed, bad_rows=options.bad_rows)


def _olist_on_server(options: argparse.Namespace, settings: Settings) -> Mapping[str, int]:
    from ecommerce_dw.sqlserver.shop import make

    return make(settings, lambda file, _: _olist(options, file, False), force=options.force)


_ON_SERVER = {
    "init": _init_on_server,
    "simulate": _simulate_on_server,
    "import-olist": _olist_on_server,
}


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
