"""Histories of a source, and the runs between its changes, as Hypothesis draws them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from invariants import changes
from invariants.changes import FAULTS, TABLES, Setting, Shop
from invariants.harness import (
    Bench,
    Warehouse,
    aggregate_differences,
    all_differences,
    audited_changes,
    orders_not_looked_at,
    quarantine_differences,
    together,
    warehouse_differences,
    wrongly_told,
)
from invariants.oracle import FACTS, text
from invariants.oracle import TABLES as BUILT
from invariants.runs import COMPARISON, KEPT, Runner, die_after

FIRST = datetime(2026, 3, 10, 12)
OVERLAP = timedelta(minutes=10)
TICK = timedelta(microseconds=1)
CHANGES_MOST, RUNS_MOST = 6, 5

# Where a stamp lies, by the last cutoff and the next one. The next run reads all but the last.
STAMPS = {
    "now": lambda last, to: last + (to - last) / 2,
    "the next cutoff": lambda last, to: to,
    "the last cutoff": lambda last, to: last,
    "just after the last cutoff": lambda last, to: last + TICK,
    "just before the last cutoff": lambda last, to: last - TICK,
    "late, amid the overlap": lambda last, to: last - OVERLAP / 2,
    "late, the overlap's first instant": lambda last, to: last - OVERLAP + TICK,
    # Before the window: no stamp tells of what is committed there after the last load.
    "too late for the window": lambda last, to: last - OVERLAP,
    "weeks too late": lambda last, to: last - timedelta(days=40),
    "in flight": lambda last, to: to + TICK,
}
# Most changes are stamped now; the edges come often enough all the same.
WHENS = [*["now"] * 5, *STAMPS]
WHEN = st.sampled_from(WHENS)
GAPS = st.sampled_from(
    [timedelta(seconds=1), timedelta(minutes=3), timedelta(hours=5), timedelta(days=9),
     timedelta(days=24)]
)  # fmt: skip
ROW = st.integers(0, 11)
STATEMENTS_MOST = 420
# Evenly spread, where Hypothesis prefers what is small or came before; the same for a seed.
RANDOM = st.randoms(use_true_random=True)
NEVER = 10_000.0  # hours until a run sweeps by itself
ENTITIES = (
    "dim_regiao", "dim_cliente", "dim_produto", "dim_equipe", "dim_vendedor", "dim_desconto",
    "fact_vendas", "fact_descontos", "fact_metas",
)  # fmt: skip
DIMENSIONS = tuple(name for name in BUILT if name.startswith("dim_"))
# What is built along with a fact.
WITH_A_FACT = {
    "fact_vendas": (*DIMENSIONS, "fact_vendas", "quarentena"),
    "fact_descontos": (*DIMENSIONS, "fact_descontos", "quarentena"),
    "fact_metas": (*DIMENSIONS, "fact_vendas", "fact_metas", "quarentena"),
}


# Kinds of runs, and how often each is drawn: most, the windowed run of everything, because it
# chooses what it looks at.
RUNS = {
    "windowed": 6, "swept": 3, "entity": 2, "selection": 1, "refresh": 1, "refresh_as_of_then": 1,
    "kill_and_run_again": 1, "kill": 1, "truncated": 1,
}  # fmt: skip


class Histories(RuleBasedStateMachine):
    """One history: changes to a small shop, runs between them, each held against the oracle.

    A test sets `runner` and `template`, the shop as first loaded at FIRST.
    """

    runner: ClassVar[Runner]
    template: ClassVar[Warehouse]
    made: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(dir=self.runner.folder))
        self.live = self.template.copy(self.home / "live" / "data")
        self.shop = Shop(self.live.source)
        self.last = FIRST
        self.to = FIRST + timedelta(hours=1)
        self.pending = 0
        self.runs_left = 0
        self.idle_windowed = False
        # Since the last sweep of everything: the next run may sweep though it was not asked to.
        self.a_sweep_died = False
        self.sound = False

    # Changes

    @initialize(runs=st.sampled_from([0, *[RUNS_MOST] * 15]), idle_windowed=st.booleans())
    def begin(self, runs: int, idle_windowed: bool) -> None:
        """Hypothesis begins with the plainest history, which costs nothing so."""
        self.runs_left = runs
        self.idle_windowed = idle_windowed
        type(self).made += runs > 0

    def room(self) -> bool:
        return self.pending < CHANGES_MOST or self.runs_left <= 0

    def stamp(self, when: str) -> datetime:
        self.pending += 1
        moment: datetime = STAMPS[when](self.last, self.to)
        return moment

    def put(self, what: Setting, n: int, when: str) -> None:
        self.shop.set(what, n, self.stamp(when))

    def delete(self, table: str, n: int, when: str) -> None:
        self.shop.delete(table, n, self.stamp(when))

    @precondition(room)
    @rule(what=st.sampled_from(changes.UPDATES), n=ROW, when=WHEN)
    def update(self, what: Setting, n: int, when: str) -> None:
        self.put(what, n, when)

    @precondition(room)
    @rule(draw=RANDOM)
    def change_orders(self, draw: Random) -> None:
        """Orders are what a run chooses, so their rows change more often than others."""
        for _ in range(2):
            self.put(draw.choice(changes.IN_ORDERS), draw.randrange(12), draw.choice(WHENS))

    @precondition(room)
    @rule(what=st.sampled_from(changes.UPDATES), n=ROW, whens=st.tuples(WHEN, WHEN))
    def update_twice(self, what: Setting, n: int, whens: tuple[str, str]) -> None:
        """Two changes of one row between runs; an older stamp may come second, or A come back."""
        for turn, when in enumerate(whens):
            self.shop.set(what, n + 12 * turn, self.stamp(when))

    @precondition(room)
    @rule(what=st.sampled_from(changes.MOVES), n=ROW, when=WHEN)
    def move(self, what: Setting, n: int, when: str) -> None:
        self.put(what, n, when)

    @precondition(room)
    @rule(table=st.sampled_from(TABLES), n=ROW, when=WHEN)
    def touch(self, table: str, n: int, when: str) -> None:
        self.shop.change("touch", table, n, self.stamp(when))

    @precondition(room)
    @rule(what=st.sampled_from(changes.SOFT_DELETES), n=ROW, when=WHEN)
    def soft_delete(self, what: Setting, n: int, when: str) -> None:
        self.put(what, n, when)

    @precondition(room)
    @rule(what=st.sampled_from(changes.EMPTY_TEXTS), n=ROW, when=WHEN)
    def null_or_empty(self, what: Setting, n: int, when: str) -> None:
        self.put(what, n, when)

    @precondition(room)
    @rule(what=st.sampled_from(changes.DATES), n=st.integers(0, 200), when=WHEN)
    def move_business_date(self, what: Setting, n: int, when: str) -> None:
        self.put(what, n, when)

    @precondition(room)
    @rule(table=st.sampled_from(TABLES), n=ROW, when=WHEN)
    def insert(self, table: str, n: int, when: str) -> None:
        self.shop.change("insert", table, n, self.stamp(when))

    @precondition(room)
    @rule(n=ROW, days=st.sampled_from([0, 0, 1, 20, 400]), when=WHEN)
    def order(self, n: int, days: int, when: str) -> None:
        """A new order, of long ago at times."""
        moment = f"carimbo() - to_days({days})"
        self.shop.change(
            "order", "pedido", n, self.stamp(when), momento=moment, cliente="cliente_id"
        )

    @precondition(room)
    @rule(n=ROW, when=WHEN)
    def order_before_its_customer(self, n: int, when: str) -> None:
        """The customer's key is the one that the next insert gives."""
        self.shop.change(
            "order", "pedido", n, self.stamp(when), momento="carimbo()",
            cliente="(select max(cliente_id) + 1 from core.cliente)",
        )  # fmt: skip

    @precondition(room)
    @rule(table=st.sampled_from(TABLES), n=ROW, when=WHEN)
    def hard_delete(self, table: str, n: int, when: str) -> None:
        self.delete(table, n, when)

    @precondition(room)
    @rule(table=st.sampled_from(TABLES), n=ROW, when=WHEN)
    def delete_and_reinsert(self, table: str, n: int, when: str) -> None:
        self.delete(table, n, when)
        self.shop.change("restore", table, n, self.stamp(when))

    @precondition(room)
    @rule(table=st.sampled_from(TABLES), n=ROW, when=WHEN)
    def reinsert(self, table: str, n: int, when: str) -> None:
        """A row deleted before an earlier run comes back."""
        self.shop.change("restore", table, n, self.stamp(when))

    @precondition(room)
    @rule(fault=st.sampled_from(sorted(FAULTS)), n=ROW, when=WHEN)
    def break_a_rule(self, fault: str, n: int, when: str) -> None:
        self.put(FAULTS[fault], n, when)

    @precondition(room)
    @rule(what=st.sampled_from(changes.MENDS), n=ROW, when=WHEN)
    def mend(self, what: Setting, n: int, when: str) -> None:
        self.put(what, n, when)

    @precondition(room)
    @rule(what=st.sampled_from(changes.SILENT), n=ROW)
    def change_silently(self, what: Setting, n: int) -> None:
        """No stamp tells of it."""
        self.shop.set(what, n, self.stamp("now"), silently=True)

    @precondition(room)
    @rule(table=st.sampled_from(TABLES), n=ROW)
    def delete_silently(self, table: str, n: int) -> None:
        """Nor does anything else, also of a row that just moved to another order."""
        self.shop.change("delete_silently", table, n, self.stamp("now"))

    @precondition(room)
    @rule(order=st.integers(1, 9))
    def forget(self, order: int) -> None:
        """A whole order goes, and no row is left to tell of it."""
        self.stamp("now")
        self.shop.forget(order)

    @precondition(room)
    @rule(table=st.sampled_from(TABLES), n=ROW, kind=st.sampled_from(["double_key", "null_key"]))
    def spoil_a_key(self, table: str, n: int, kind: str) -> None:
        """Without a constraint, a row comes twice, or has no key."""
        self.shop.change(kind, table, n, self.stamp("now"))

    @precondition(room)
    @rule()
    def mend_keys(self) -> None:
        now = self.stamp("now")
        for table in TABLES:
            self.shop.change("mend_keys", table, 0, now)

    @precondition(room)
    @rule(draw=RANDOM, when=WHEN)
    def go_to_extremes(self, draw: Random, when: str) -> None:
        self.put(draw.choice(changes.EXTREMES), draw.randrange(60), when)

    # Runs

    def due(self) -> bool:
        return self.pending >= CHANGES_MOST // 2 and self.runs_left > 0

    @precondition(due)
    @rule(draw=RANDOM, gap=GAPS)
    def run_due(self, draw: Random, gap: timedelta) -> None:
        """One rule for all kinds of runs: Hypothesis leaves out whole rules of a history."""
        (kind,) = draw.choices([*RUNS], [*RUNS.values()])
        statements = draw.randint(1, STATEMENTS_MOST)
        windowed, again = draw.random() < 0.5, draw.random() < 0.5
        match kind:
            case "windowed" | "swept":
                self.run_everything(gap, draw.random() < 0.5, kind == "windowed")
            case "entity":
                self.run_an_entity(draw.choice([*ENTITIES, *WITH_A_FACT]), gap, windowed)
            case "selection":
                count = draw.randint(2, len(DIMENSIONS))
                self.run_a_selection({*draw.sample(DIMENSIONS, count)}, gap, windowed)
            case "refresh":
                self.refresh(gap)
            case "refresh_as_of_then":
                back = [TICK, timedelta(minutes=5), timedelta(days=1)]
                self.refresh_as_of_then(draw.choice(back))
            case "kill_and_run_again":
                self.kill_and_run_again(statements, gap, (windowed, again))
            case "kill":
                self.kill(statements, gap, windowed)
            case "truncated":
                self.run_on_a_truncated_table(draw.choice(self.filled()), windowed)

    def run_everything(self, gap: timedelta, compare: bool, windowed: bool) -> None:
        self.run(compare=compare, windowed=windowed)
        self.forward(gap)

    def run_an_entity(self, entity: str, gap: timedelta, windowed: bool) -> None:
        """What `--entity` selects."""
        if entity in WITH_A_FACT:
            selected = [f"+{entity}", "+quarentena"]
            self.run(WITH_A_FACT[entity], select=selected, windowed=windowed)
        else:
            self.run([entity], select=[f"+{entity}"], windowed=windowed)
        self.forward(gap)

    def run_a_selection(self, chosen: set[str], gap: timedelta, windowed: bool) -> None:
        selected = [f"+{name}" for name in sorted(chosen)]
        self.run(sorted(chosen), select=selected, windowed=windowed)
        self.forward(gap)

    def refresh(self, gap: timedelta) -> None:
        self.run(full_refresh=True)
        self.forward(gap)

    def refresh_as_of_then(self, back: timedelta) -> None:
        """A rebuild with an old cutoff; the next run goes on from there."""
        self.to, before = max(self.last - back, FIRST - timedelta(days=1)), self.to
        self.run(full_refresh=True)
        self.last, self.to = max(self.last, self.to), before

    def kill_and_run_again(
        self, statements: int, gap: timedelta, windowed: tuple[bool, bool]
    ) -> None:
        self.killed(statements, windowed[0])
        self.run(windowed=windowed[1])
        self.forward(gap)

    def kill(self, statements: int, gap: timedelta, windowed: bool = False) -> None:
        """The source goes on, and the next run finds the half of a run."""
        self.killed(statements, windowed)
        self.runs_left -= 1
        self.pending = 0
        self.forward(gap)

    def filled(self) -> list[str]:
        """The tables that had rows at the last load."""
        return [str(table) for (table,) in self.live.ask(text("fuzz/filled"))]

    def run_on_a_truncated_table(self, table: str, windowed: bool) -> None:
        """Between TRUNCATE and reload: refused by the guard of volume, and nothing is written."""
        self.runs_left -= 1
        self.shop.close()
        source, before = self.home / "source.duckdb", self.home / "before.duckdb"
        shutil.copy(self.live.source, source)
        shutil.copy(self.live.file, before)
        self.shop.empty(table)
        with pytest.raises(AssertionError, match=f"core.{table} had .* rows and has 0"):
            self.runner.run(
                self.live.folder, self.to,
                variables=self.mode(windowed) | {"queda_maxima_percentual": 20},
            )  # fmt: skip
        found = warehouse_differences(before, self.live.file, ())
        assert not found, found
        shutil.copy(source, self.live.source)

    def killed(self, statements: int, windowed: bool) -> None:
        runs = self.runs()
        self.shop.close()
        self.runner.run_killed(
            self.live.folder, self.to, die_after(statements), variables=self.mode(windowed)
        )
        if self.runs() > runs:
            self.a_sweep_died |= self.swept()
            self.observe_committed(not self.swept())

    def swept(self) -> bool:
        """Whether the newest run sweeps."""
        ((swept,),) = self.live.ask(text("fuzz/swept"))
        return bool(swept)

    def runs(self) -> int:
        ((count,),) = self.live.ask("select count(*) from audit.etl_run")
        return int(str(count))

    def observe_committed(self, windowed: bool) -> None:
        """Shows the oracle the source in as far as the newest run committed it."""
        names = {str(name) for (name,) in self.live.ask(text("fuzz/committed"))}
        built = [name for name in BUILT if name in names or name.replace("dim_", "snap_") in names]
        closed = [name for name in BUILT if name in names]
        if {*built} & {*FACTS}:
            built.append("quarentena")
        before = self.home / "history.duckdb"
        shutil.copy(self.live.history.path, before)
        self.observe(built, windowed, died=True, closed=closed)
        with together(dw=self.live.file, o=self.live.history.path) as db:
            wrong = quarantine_differences(db)
        if wrong and "quarentena" not in built:
            # No audit row tells of the quarantine; it comes before the facts.
            shutil.copy(before, self.live.history.path)
            self.observe([*built, "quarentena"], windowed, died=True, closed=closed)

    def observe(
        self,
        built: Sequence[str],
        windowed: bool,
        full_refresh: bool = False,
        died: bool = False,
        closed: Sequence[str] | None = None,
    ) -> None:
        """Shows the oracle the source as a run saw it.

        Of orders that a windowed run may or may not have looked at, the oracle has both states;
        which one it is, each as a whole, the warehouse tells.
        """
        history = self.live.history
        before = self.home / "seen.duckdb"
        if windowed:
            shutil.copy(history.path, before)

        def look(unseen: Sequence[int]) -> None:
            history.observe(
                self.live.source, self.to, only=built, full_refresh=full_refresh,
                windowed=windowed, unseen=unseen, died=died, closed=closed,
            )  # fmt: skip

        look([])
        if windowed and {*built} & {*FACTS, "quarentena"}:
            with together(dw=self.live.file, o=history.path) as db:
                unseen = orders_not_looked_at(db, built)
            if unseen:
                shutil.copy(before, history.path)
                look(unseen)

    def forward(self, gap: timedelta) -> None:
        self.last, self.to = self.to, self.to + gap

    def run(
        self,
        built: Sequence[str] = BUILT,
        select: Sequence[str] = (),
        full_refresh: bool = False,
        compare: bool = False,
        windowed: bool = False,
    ) -> None:
        """One run to `to`, and everything that has to be true after it."""
        self.runs_left -= 1
        self.pending = 0
        self.sound = False
        before = self.home / "before.duckdb"
        shutil.copy(self.live.file, before)
        self.shop.close()
        self.runner.run(
            self.live.folder,
            self.to,
            *(["--full-refresh"] if full_refresh else []),
            select=select,
            spared=KEPT if compare else (*KEPT, *COMPARISON),
            variables=self.mode(windowed),
        )
        asked, windowed = windowed, not self.swept()
        assert windowed == asked or self.a_sweep_died
        if not windowed and {*built} == {*BUILT}:
            self.a_sweep_died = False
        self.observe(built, windowed, full_refresh)
        found = all_differences(self.live, built)
        assert not found, found
        wrong = wrongly_told(before, self.live)
        assert not wrong, wrong
        if {*built} == {*BUILT}:
            with together(dw=self.live.file) as db:
                found = aggregate_differences(db)
            assert not found, found
            if not self.shop.waits_after(self.to):
                if not windowed:
                    self.everything_is_accounted_for()
                if compare:
                    differing = self.live.ask(text("fuzz/not_reconciled"))
                    assert not differing, differing
        self.sound = True

    def mode(self, windowed: bool) -> dict[str, object]:
        return {"varredura_horas": NEVER} if windowed else {}

    def everything_is_accounted_for(self) -> None:
        self.shop.close()
        with together(src=self.live.source, dw=self.live.file) as db:
            rows = db.execute(text("balance")).fetchall()
        wrong = [row for row in rows if (row[1] or 0) != (row[2] or 0)]
        assert not wrong, wrong

    # The end

    def teardown(self) -> None:
        try:
            if self.sound:
                self.end()
        finally:
            self.shop.close()
            shutil.rmtree(self.home)

    def end(self) -> None:
        """A last run of everything; one more writes nothing; a full refresh ends in the same."""
        self.to = max(self.to, self.last) + timedelta(days=1)
        self.run(compare=True)
        self.last = self.to
        before = self.home / "before.duckdb"
        shutil.copy(self.live.file, before)
        self.runner.run(self.live.folder, self.to, variables=self.mode(self.idle_windowed))
        told = audited_changes(self.live)
        assert set(told.values()) == {(0, 0, 0)}, told
        found = warehouse_differences(before, self.live.file, ())
        assert not found, found
        self.runner.run(self.live.folder, self.to, "--full-refresh")
        found = warehouse_differences(before, self.live.file)
        assert not found, found


def template(runner: Runner) -> Warehouse:
    """The shop that every history starts from: first loaded at FIRST, and known to the oracle."""
    folder = runner.folder / "template" / "data"
    folder.mkdir(parents=True)
    made = Warehouse(Bench(runner.folder), folder)
    Shop(made.source).make()
    runner.run(made.folder, FIRST, spared=())
    made.observe()
    assert all_differences(made) == ""
    return made
