"""`reconcile [--heal]`: source against warehouse by month; reloads the months that differ."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from ecommerce_dw.load import NO_UNIT_TESTS, build, prepare, report
from ecommerce_dw.settings import ENTITIES, Settings

if TYPE_CHECKING:
    from rich.console import Console

    from ecommerce_dw.summary import Summary

FACTS = tuple(name for name in ENTITIES if name.startswith("fact_"))


def reconcile(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Returns 0 when source and warehouse agree (with `--heal`: in the end)."""
    prepare(settings, options.target, console)
    before = _compare(options, settings, console, "Comparing")
    if not options.heal or before.run_id is None or not before.differences:
        return report(before, settings, console)
    console.print(f"Before: {_told(before)} Reloading {', '.join(before.months)}.")
    healed = _run(
        options,
        settings,
        console,
        "Reloading",
        ["--selector", "fatos"],
        {"reprocessar_meses": before.months},
    )
    if healed.status not in ("success", "partial"):
        return report(healed, settings, console)
    after = _compare(options, settings, console, "Comparing again")
    code = report(after, settings, console)
    console.print(f"Before: {_told(before)} After: {_told(after)}")
    return code


def _compare(
    options: argparse.Namespace, settings: Settings, console: Console, title: str
) -> Summary:
    return _run(
        options, settings, console, title, ["--selector", "reconcile"], {"reconciliar": True}
    )


def _run(
    options: argparse.Namespace,
    settings: Settings,
    console: Console,
    title: str,
    selection: list[str],
    variables: dict[str, Any],
) -> Summary:
    started = time.monotonic()
    summary = build(
        settings,
        console,
        title,
        [*NO_UNIT_TESTS, *selection],
        variables=variables,
        target=options.target,
        debug=options.debug,
    )
    summary.seconds = time.monotonic() - started
    return summary


def _told(summary: Summary) -> str:
    where = f" in {', '.join(summary.months)}" if summary.months else ""
    return f"{summary.differences} of {summary.checked:,} measures differed{where}."
