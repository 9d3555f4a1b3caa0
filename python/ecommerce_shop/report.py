"""What a sync says to a person: a table of counts, a table of problems."""

from __future__ import annotations

from collections.abc import Callable

from rich.markup import escape
from rich.table import Table

from ecommerce_base.commands import Launch
from ecommerce_base.errors import DwError
from ecommerce_base.shop_card import write_card
from ecommerce_shop.mapping import Shop
from ecommerce_shop.problems import BadData, Problem
from ecommerce_shop.sync import Synced


def tell(launch: Launch, place: str, shop: Shop, work: Callable[[], Synced]) -> None:
    """Does the work, tells it table by table, and leaves the shop's card for the dashboards.

    Raises DwError; several problems are printed as a table before.
    """
    try:
        with launch.console.status("source ..."):
            done = work()
    except BadData as bad:
        if len(bad.problems) == 1 or launch.debug:
            raise
        launch.console.print(problem_table(bad.problems))
        raise DwError(f"{len(bad.problems)} problems: nothing was written.") from bad
    write_card(launch.settings.data_dir, shop.card())
    launch.console.print(counts_table(place, done))
    for note in done.notes:
        launch.say(f"- {note}")


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
