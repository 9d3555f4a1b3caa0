"""`privacy export | erase`: what the warehouse holds of a customer, and its erasure, for good."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

import click

from ecommerce_base.commands import Command, Group, Launch, target_option
from ecommerce_base.duckdb_file import connect
from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings
from ecommerce_base.statements import Row
from ecommerce_dw.load import NO_UNIT_TESTS, build, embedded, prepare, report

PLACES = Path(__file__).with_name("sql")
"""One statement for each table that holds rows of a customer, in a file of the table's name."""


@click.group(cls=Group, no_args_is_help=False, subcommand_metavar="KIND")
def privacy() -> None:
    """Export or erase the personal data of a customer."""


@privacy.command(cls=Command)
@click.option("--cliente", type=int, required=True, metavar="N", help="cliente_id in the source")
@target_option
@click.pass_obj
def export(launch: Launch, cliente: int) -> int:
    """All that the warehouse holds of a customer, as JSON on stdout: rows by table."""
    launch.as_json = True
    found = {table: rows for table, rows in _held(launch.settings, cliente).items() if rows}
    if not found:
        raise DwError(f"The warehouse holds nothing of customer {cliente}.")
    print(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    return 0


@privacy.command(cls=Command)
@click.option(
    "--cliente", "clientes", type=int, required=True, multiple=True, metavar="N",
    help="cliente_id in the source; may be given several times",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="do not ask")
@target_option
@click.pass_obj
def erase(launch: Launch, clientes: tuple[int, ...], yes: bool) -> int:
    """Erase a customer's personal data, for good; keys and sales stay."""
    names = ", ".join(map(str, clientes))
    if embedded() and not launch.settings.warehouse.exists():
        raise DwError(f"There is no {launch.settings.warehouse} yet: nothing to erase.")
    if not yes and sys.stdin.isatty():
        launch.say(f"Erase the personal data of customer {names}, for good? [y/N]")
        if input().strip().lower() not in ("y", "yes", "s", "sim"):
            launch.say("Nothing was changed.")
            return 0
    prepare(launch)
    code = report(
        build(
            launch,
            f"Erasing customer {names}",
            [*NO_UNIT_TESTS, "--selector", "dim_cliente"],
            run_variables={"apagar_clientes": [*clientes]},
        ),
        launch,
    )
    if code == 0:
        launch.say(f"Customer {names} is erased. Backups still hold the data (docs/privacy.md).")
    return code


def _held(settings: Settings, customer: int) -> dict[str, list[Row]]:
    """Rows by table. Raises DwError when the warehouse cannot be read."""
    texts = {file.stem: file.read_text(encoding="utf-8") for file in sorted(PLACES.glob("*.sql"))}
    if not embedded():
        from ecommerce_server.checks import ask_database
        from ecommerce_server.connection import WAREHOUSE

        return {name: ask_database(WAREHOUSE, text, customer) for name, text in texts.items()}
    import duckdb

    with contextlib.closing(connect(settings.warehouse)) as connection:
        try:
            return {
                name: _rows(connection.execute(text, [customer])) for name, text in texts.items()
            }
        except duckdb.CatalogException as error:
            text = f"{settings.warehouse} is not loaded to the end: run `python run.py`."
            raise DwError(text) from error


def _rows(found: Any) -> list[Row]:
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
