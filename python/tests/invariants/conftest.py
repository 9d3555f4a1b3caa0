"""Short histories by hand: a shop, loaded once a file, its changes and its runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from invariants.changes import OF_ORDERS, TABLES, Setting, Shop
from invariants.harness import Warehouse, aggregate_differences, all_differences, together
from invariants.machine import FIRST, Histories, template
from invariants.oracle import text
from invariants.runs import COMPARISON, KEPT, Runner

HOUR = timedelta(hours=1)
# No sweep of its own for as long as a test lasts.
WINDOWED = 10_000.0


class Case:
    """A loaded shop, its changes and its runs, an hour apart."""

    def __init__(self, runner: Runner, live: Warehouse) -> None:
        self.runner = runner
        self.live = live
        self.shop = Shop(live.source)
        self.to = FIRST + HOUR
        self.fed: Sequence[object] = []
        self.unchanged_dimensions()

    @property
    def now(self) -> datetime:
        return self.to - HOUR / 2

    def set(self, table: str, column: str, value: str, row: int = 0) -> None:
        """A stamped change of the `row`-th row of a table."""
        self.shop.set(Setting(table, column, value), row, self.now)

    def run(self, *arguments: str, select: tuple[str, ...] = (), windowed: bool = False) -> None:
        """A run, after which the warehouse has to equal the oracle."""
        spared = (*KEPT, *COMPARISON, *self.unchanged_dimensions())
        variables = {"varredura_horas": WINDOWED} if windowed else {}
        self.run_unlooked(*arguments, select=select, spared=spared, **variables)
        self.live.observe()
        assert all_differences(self.live) == ""

    def run_windowed(self) -> None:
        """A windowed run of everything; the warehouse may differ from the oracle."""
        self.run_unlooked(spared=(*KEPT, *COMPARISON), varredura_horas=WINDOWED)
        self.live.observe()

    def run_unlooked(
        self,
        *arguments: str,
        select: Sequence[str] = (),
        spared: Sequence[str] = COMPARISON,
        **variables: Any,
    ) -> None:
        """A run that nothing is held against: one of a part, or with other variables."""
        self.shop.close()
        self.runner.run(
            self.live.folder,
            self.to,
            *arguments,
            select=select,
            spared=spared,
            variables=variables,
        )
        self.to += HOUR

    def wrong_aggregates(self) -> str:
        """What the aggregates say otherwise than their facts."""
        with together(dw=self.live.file) as db:
            return aggregate_differences(db)

    def unchanged_dimensions(self) -> tuple[str, ...]:
        """What a run may leave out: all dimensions, while nothing that feeds them has changed."""
        db = self.shop.open()
        fed = [name for name in TABLES if name not in (*OF_ORDERS, "meta_vendedor")]
        number = text("fuzz/contents")
        now = [db.execute(number.format(tabela=table)).fetchone() for table in fed]
        same, self.fed = now == self.fed, now
        return ("path:snapshots", "path:models/dim") if same else ()


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Case]]:
    runner = Runner(tmp_path_factory.mktemp("regressions"))
    with runner.environment():
        loaded = template(runner)
        yield lambda folder: Case(runner, loaded.copy(folder / "data"))


@pytest.fixture
def history(start: Callable[[Path], Case], tmp_path: Path) -> Histories:
    """A history whose steps are the test's own."""
    Histories.runner, Histories.template = start(tmp_path).runner, start(tmp_path / "t").live
    return Histories()


@pytest.fixture
def case(start: Callable[[Path], Case], tmp_path: Path) -> Case:
    return start(tmp_path)
