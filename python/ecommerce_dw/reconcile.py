"""`reconcile [--heal]`: source against warehouse by month; reloads the months that differ."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ecommerce_dw.load import NO_UNIT_TESTS, build, prepare, report
from ecommerce_dw.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from ecommerce_dw.summary import Summary

# What `dbt build` is asked to compare without loading: every row's values too.
SELECTION = ("--selector", "reconcile")
COMPARING: Mapping[str, object] = {"reconciliar": True}


def reloading(places: Sequence[str], recorded: Mapping[str, str]) -> dict[str, object]:
    """Variables of the full load that mends `places`: months 'YYYY-MM', names of dimensions.

    A full one, so that what hangs on those months is loaded too. It sweeps, which mends the
    dimensions, and compares at its end. `recorded`: those that the warehouse was loaded with.
    """
    return {**recorded, "reprocessar_meses": list(places)}


def reconcile(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Returns 0 when source and warehouse agree (with `--heal`: in the end)."""
    prepare(settings, options.target, console)
    before = _run(options, settings, console, "Comparing", SELECTION, COMPARING)
    if not options.heal or before.run_id is None or not before.differences:
        return report(before, settings, console)
    console.print(f"Before: {_told(before)}", highlight=False)
    title = f"Reloading {', '.join(before.months)}"
    after = _run(options, settings, console, title, [], reloading(before.months, before.recorded))
    code = report(after, settings, console)
    console.print(f"Before: {_told(before)} After: {_told(after)}", highlight=False)
    return code


def _run(
    options: argparse.Namespace,
    settings: Settings,
    console: Console,
    title: str,
    selection: Sequence[str],
    run_variables: Mapping[str, object],
) -> Summary:
    started = time.monotonic()
    summary = build(
        settings,
        console,
        title,
        [*NO_UNIT_TESTS, *selection],
        run_variables=run_variables,
        target=options.target,
        debug=options.debug,
    )
    summary.seconds = time.monotonic() - started
    return summary


def _told(summary: Summary) -> str:
    if not summary.checked:
        return "not compared."
    where = f" in {', '.join(summary.months)}" if summary.months else ""
    return f"{summary.differences:,} of {summary.checked:,} measures differ{where}."
