"""`alerts`: the open alerts of ops.vw_alertas, told here and, with `--notify`, by Apprise.

Only alerts that were not told before are sent; `<data folder>/alerts.json` remembers them.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecommerce_dw.errors import DwError
from ecommerce_dw.load import make_data_folder
from ecommerce_dw.reader import Query, open_reader
from ecommerce_dw.settings import Settings, sql

if TYPE_CHECKING:
    from rich.console import Console

COLOURS = {"critica": "red", "alta": "red", "media": "yellow"}
Alert = dict[str, Any]


def alerts(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Prints one line per open alert. Returns 1 when there is one, else 0.

    Raises DwError when the warehouse cannot be read or a notification does not get through.
    """
    addresses = _addresses() if options.notify else []
    (frame,) = open_reader(settings).read(Query(sql("open_alerts"))).frames
    found: list[Alert] = frame.to_dict("records")
    if options.json:
        print(json.dumps({"alerts": found}, ensure_ascii=False, default=str))
    else:
        for alert in found:
            console.print(
                _line(alert),
                style=COLOURS.get(alert["gravidade"], ""),
                highlight=False,
                markup=False,
                soft_wrap=True,
            )
        if not found:
            console.print("No open alert.")
    if options.notify:
        _notify_once(found, addresses, settings)
    return 1 if found else 0


def _line(alert: Alert) -> str:
    since = f" (desde {alert['desde']:%Y-%m-%d %H:%M})" if alert["desde"] == alert["desde"] else ""
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
