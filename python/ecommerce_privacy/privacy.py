"""`privacy export | erase`: what the warehouse holds of a customer, and its erasure, for good."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ecommerce_base.commands import Command, Group, Launch, target_option
from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings, on_server
from ecommerce_base.statements import Row
from ecommerce_dw.load import NO_UNIT_TESTS, build, prepare, report
from ecommerce_server.warehouse import ask_warehouse

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
    if not on_server() and not launch.settings.warehouse.exists():
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
    return {name: ask_warehouse(settings, text, [customer]) for name, text in texts.items()}
