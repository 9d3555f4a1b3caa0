"""`alerts`: the open alerts of ops.vw_alertas, told here and, with `--notify`, by Apprise.

Only alerts that were not told before are sent; `<data folder>/alerts.json` remembers them.
"""

from __future__ import annotations

import getpass
import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from ecommerce_base.commands import Command, Launch, target_option
from ecommerce_base.duckdb_file import make_data_folder
from ecommerce_base.errors import DwError
from ecommerce_base.files import write_whole
from ecommerce_base.muted import forget_closed, mute, muted, unmute
from ecommerce_base.settings import Settings
from ecommerce_base.statements import Row, sql_beside
from ecommerce_server.warehouse import ask_warehouse

sql = sql_beside(__file__)
COLOURS = {"critica": "red", "alta": "red", "media": "yellow"}
SEVERITIES = ("critica", "alta", "media", "baixa")


@click.command(cls=Command)
@click.option("--notify", is_flag=True, help="send new ones to DW_ALERT_URLS")
@click.option(
    "--min-severity",
    type=click.Choice(SEVERITIES),
    default=SEVERITIES[-1],
    help="milder ones are shown, not counted or sent",
)
@click.option("--ack", metavar="ID", help="silence an alert until it closes")
@click.option("--mute", "muting", metavar="ID", help="silence an alert until --until")
@click.option("--until", type=click.DateTime(), help="UTC, as 2026-12-24 or 2026-12-24T08:00:00")
@click.option("--unmute", "unmuting", metavar="ID", help="let it count again")
@click.option("--json", "as_json", is_flag=True, help="as one JSON object on stdout")
@target_option
@click.pass_obj
def alerts(
    launch: Launch,
    notify: bool,
    min_severity: str,
    ack: str | None,
    muting: str | None,
    until: datetime | None,
    unmuting: str | None,
    as_json: bool,
) -> int:
    """The open alerts; exit code 1 when there are any that nobody has silenced."""
    launch.as_json = as_json
    if (muting is None) != (until is None):
        raise DwError("--mute and --until go together; --ack silences until the alert closes.", 2)
    addresses = _addresses() if notify else []
    folder = launch.settings.data_dir
    found = ask_warehouse(launch.settings, sql("open_alerts"))
    for wanted in filter(None, (ack, muting, unmuting)):
        if wanted not in {alert["alerta_id"] for alert in found}:
            raise DwError(f"No open alert is called {wanted}: `alerts --json` lists them.", 2)
    make_data_folder(launch.settings)
    if named := ack or muting:
        mute(folder, named, getpass.getuser(), until.replace(tzinfo=UTC) if until else None)
    if unmuting:
        unmute(folder, unmuting)
    forget_closed(folder, {alert["alerta_id"] for alert in found})
    silent = muted(folder)
    grave = SEVERITIES[: SEVERITIES.index(min_severity) + 1]
    for alert in found:
        of = silent.get(alert["alerta_id"])
        alert["silenciado"] = asdict(of) if of else None
    counted = [a for a in found if not a["silenciado"] and a["gravidade"] in grave]
    if as_json:
        print(json.dumps({"alerts": found}, ensure_ascii=False, default=str))
    else:
        _say(launch, found, counted)
    if notify:
        _notify_once(counted, addresses, launch.settings)
    return 1 if counted else 0


def _say(launch: Launch, found: list[Row], counted: list[Row]) -> None:
    """Cause by cause, the gravest first, with what mends each."""
    if not found:
        launch.say("No open alert.")
    for cause in dict.fromkeys(alert["causa"] for alert in found):
        of_cause = [alert for alert in found if alert["causa"] == cause]
        for alert in of_cause:
            counts = alert in counted
            told = "" if counts else " [silenced]" if alert["silenciado"] else " [not counted]"
            style = COLOURS.get(alert["gravidade"], "") if counts else "dim"
            launch.say(_line(alert) + told, style=style)
        for action in dict.fromkeys(alert["acao"] for alert in of_cause):
            launch.say(f"  -> {action}")


def _line(alert: Row) -> str:
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


def _notify_once(found: list[Row], addresses: list[str], settings: Settings) -> None:
    make_data_folder(settings)
    memory = settings.data_dir / "alerts.json"
    new = [alert for alert in found if alert["alerta_id"] not in _told_before(memory)]
    if new:
        send(
            f"E-commerce DW: {len(new)} new alert{'s' if len(new) > 1 else ''}",
            "\n".join(f"{_line(alert)} -> {alert['acao']}" for alert in new),
            addresses,
        )
    write_whole(memory, json.dumps([alert["alerta_id"] for alert in found]))


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
