"""What a sync says to a person: a table of counts, a table of problems."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from ecommerce_shop.problems import Problem
from ecommerce_shop.sync import Synced


def counts_table(place: str, done: Synced) -> Table:
    """Rows per table: new, changed, gone, the same. Tables that the shop has not are left out."""
    table = Table(title=escape(place), title_justify="left")
    table.add_column("table")
    for name in ("new", "changed", "gone", "same"):
        table.add_column(name, justify="right")
    for name, counts in done.counts.items():
        if any(counts):
            table.add_row(name, *(f"{number:,}" for number in counts))
    return table


def problem_table(problems: list[Problem]) -> Table:
    """Where each problem stands, and what to write instead."""
    table = Table(title="What has to be put right", title_justify="left", show_lines=True)
    table.add_column("file", overflow="fold")
    table.add_column("line", justify="right")
    table.add_column("column", overflow="fold")
    table.add_column("value", overflow="fold")
    table.add_column("what to do", overflow="fold", ratio=1)
    table.add_column("times", justify="right")
    for problem in problems:
        table.add_row(
            escape(problem.file),
            f"{problem.line:,}" if problem.line else "",
            escape(problem.column),
            escape(problem.value),
            escape(problem.advice),
            f"{problem.times:,}",
        )
    return table
