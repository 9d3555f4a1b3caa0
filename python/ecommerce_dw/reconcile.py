"""`reconcile [--heal]`: source against warehouse by month; reloads the months that differ."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ecommerce_base.commands import Command, Launch, target_option
from ecommerce_dw.load import NO_UNIT_TESTS, build, prepare, report

if TYPE_CHECKING:
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


@click.command(cls=Command)
@click.option("--heal", is_flag=True, help="reload the months that differ")
@target_option
@click.pass_obj
def reconcile(launch: Launch, heal: bool) -> int:
    """Compare source and warehouse, by entity and month; 0 when they agree (in the end)."""
    prepare(launch)
    before = _run(launch, "Comparing", SELECTION, COMPARING)
    if not heal or before.run_id is None or not before.differences:
        return report(before, launch)
    launch.say(f"Before: {_told(before)}")
    title = f"Reloading {', '.join(before.months)}"
    after = _run(launch, title, [], reloading(before.months, before.recorded))
    code = report(after, launch)
    launch.say(f"Before: {_told(before)} After: {_told(after)}")
    return code


def _run(
    launch: Launch, title: str, selection: Sequence[str], run_variables: Mapping[str, object]
) -> Summary:
    started = time.monotonic()
    summary = build(launch, title, [*NO_UNIT_TESTS, *selection], run_variables=run_variables)
    summary.seconds = time.monotonic() - started
    return summary


def _told(summary: Summary) -> str:
    if not summary.checked:
        return "not compared."
    where = f" in {', '.join(summary.months)}" if summary.months else ""
    return f"{summary.differences:,} of {summary.checked:,} measures differ{where}."
