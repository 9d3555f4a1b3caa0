"""`alerts`: the open alerts of ops.vw_alertas, told here and, with `--notify`, by Apprise.

Only alerts that were not told before are sent; `<data folder>/alerts.json` remembers them.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import click

from ecommerce_base.commands import Command, Launch, target_option
from ecommerce_base.duckdb_file import connect, make_data_folder
from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings, target_in_use
from ecommerce_base.statements import sql_beside

sql = sql_beside(__file__)
COLOURS = {"critica": "red", "alta": "red", "media": "yellow"}
Alert = dict[str, Any]


@click.command(cls=Command)
@click.option("--notify", is_flag=True, help="send new ones to DW_ALERT_URLS")
@click.option("--json", "as_json", is_flag=True, help="as one JSON object on stdout")
@target_option
@click.pass_obj
def alerts(launch: Launch, notify: bool, as_json: bool) -> int:
    """The open alerts; exit code 1 when there are any."""
    launch.as_json = as_json
    addresses = _addresses() if notify else []
    found = _open(launch.settings)
    if as_json:
        print(json.dumps({"alerts": found}, ensure_ascii=False, default=str))
    else:
        for alert in found:
            launch.say(_line(alert), style=COLOURS.get(alert["gravidade"], ""))
        if not found:
            launch.say("No open alert.")
    if notify:
        _notify_once(found, addresses, launch.settings)
    return 1 if found else 0


def _open(settings: Settings) -> list[Alert]:
    """What the view shows. Raises DwError when the warehouse cannot be read or has no such view."""
    if target_in_use() == "sqlserver":
        from ecommerce_server.checks import ask_database
        from ecommerce_server.connection import WAREHOUSE

        return ask_database(WAREHOUSE, sql("open_alerts"))
    import duckdb

    with contextlib.closing(connect(settings.warehouse)) as connection:
        try:
            found = connection.execute(sql("open_alerts"))
        except duckdb.CatalogException as error:
            text = f"{settings.warehouse} lacks ops.vw_alertas: load it by `python run.py`."
            raise DwError(text) from error
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _line(alert: Alert) -> str:
    since = f" (since {alert['desde']:%Y-%m-%d %H:%M})" if alert["desde"] else ""
    return f"{alert['gravidade']} {alert['entidade']}: {alert['mensagem']}{since}"


def _addresses() -> list[str]:
    addresses = (os.environ.get("DW_ALERT_URLS") or "").split()
    if not addresses:
        raise DwError(
            "Set DW_ALERT_URLS to where alerts go, such as mailto:// or slack:// addresses of "
            "Apprise, with spaces between them.",
            2,
        )
    return addresses


def _notify_once(found: list[Alert], addresses: list[str], settings: Settings) -> None:
    make_data_folder(settings)
    memory = settings.data_dir / "alerts.json"
    new = [alert for alert in found if alert["alerta_id"] not in _told_before(memory)]
    if new:
        send(
            f"E-commerce DW: {len(new)} new alert{'s' if len(new) > 1 else ''}",
            "\n".join(_line(alert) for alert in new),
            addresses,
        )
    made = memory.with_suffix(".new")
    made.write_text(json.dumps([alert["alerta_id"] for alert in found]), encoding="utf-8")
    made.replace(memory)


def _told_before(memory: Path) -> set[str]:
    return set(json.loads(memory.read_text(encoding="utf-8"))) if memory.exists() else set()


def send(title: str, body: str, addresses: list[str]) -> None:
    """Sends a message to every address; they hold secrets, so an error names their kind alone.

    Raises DwError (2) for an address that Apprise does not know, (1) when one did not take it.
    """
    import apprise

    service = apprise.Apprise()
    for address in addresses:
        if not service.add(address):
            kind = address.partition("://")[0]
            raise DwError(f"Apprise cannot use an address of DW_ALERT_URLS ({kind}://...).", 2)
    if not service.notify(title=title, body=body):
        raise DwError("An alert could not be delivered: check the addresses in DW_ALERT_URLS.")
