"""One warehouse through a sequence of runs, held against the oracle after each.

first    a generated shop, loaded for the first time
again    nothing changed
living   a simulated day: orders, returns, moves, price changes, hard deletes
bad      rows that break the rules
mended   those rows corrected, more rows deleted by hand, an old sale corrected late
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from conftest import Warehouse as Loaded

from invariants.harness import (
    KEYS,
    LIGHTER,
    Bench,
    Warehouse,
    all_differences,
    audited_changes,
    real_changes,
    together,
    warehouse_differences,
    wrong_lineage,
)
from invariants.oracle import text

STEPS = ("first", "again", "living", "bad", "mended")
AFTER = tuple(pairwise(STEPS))


@dataclass(frozen=True)
class Story:
    """A copy of every file after each step, and the last step once more after a full refresh."""

    at: dict[str, Warehouse]
    refreshed: Warehouse


@pytest.fixture(scope="module")
def story(loaded_once: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("story")
    bench = Bench.of_session(tmp_path_factory)
    live = Warehouse(bench, loaded_once.copy_to(folder / "live").data_dir)
    live.observe()
    at = {"first": live.copy(folder / "first")}

    def step(name: str, *arguments: str) -> None:
        live.load(*arguments)
        at[name] = live.copy(folder / name)

    step("again", *LIGHTER)
    live.run("source", "simulate", "--orders", "120", "--seed", "3")
    step("living", *LIGHTER)
    live.run("source", "simulate", "--orders", "10", "--seed", "4", "--bad-rows", "40")
    step("bad", *LIGHTER)
    live.change(text("mend"))
    step("mended", *LIGHTER)
    refreshed = live.copy(folder / "refreshed")
    refreshed.load("--full-refresh", "--cutoff", live.cutoff(), *LIGHTER)
    return Story(at, refreshed)


@pytest.mark.parametrize("step", STEPS)
def test_dimensions_facts_and_quarantine_equal_the_oracle(story: Story, step: str) -> None:
    assert all_differences(story.at[step]) == ""


def test_the_story_has_what_it_is_about(story: Story) -> None:
    """Without bad rows, versions, deletions and returns the comparisons would prove little."""
    (counts,) = story.at["bad"].ask(text("warehouse_counts"))
    assert all(isinstance(count, int) and count > 0 for count in counts), counts
    rows = story.at["mended"].ask("select resolvido_em is null from audit.quarentena")
    assert set(rows) == {(False,)}


def test_incremental_and_full_refresh_end_in_the_same_warehouse(story: Story) -> None:
    assert warehouse_differences(story.at["mended"].file, story.refreshed.file) == ""


def test_a_second_run_writes_nothing(story: Story) -> None:
    assert set(audited_changes(story.at["again"]).values()) == {(0, 0, 0)}
    assert warehouse_differences(story.at["first"].file, story.at["again"].file, ()) == ""


@pytest.mark.parametrize("step", STEPS)
def test_source_rows_and_money_are_in_the_facts_or_in_quarantine(story: Story, step: str) -> None:
    warehouse = story.at[step]
    with together(src=warehouse.source, dw=warehouse.file) as db:
        rows = db.execute(text("balance")).fetchall()
    assert len(rows) == 8
    assert [row for row in rows if row[1] != row[2]] == []


def test_the_audit_of_the_first_load_counts_its_rows(story: Story) -> None:
    first = story.at["first"]
    with together(dw=first.file) as db:
        rows = {
            table.split(".")[1]: (len(db.execute(f"from dw.{table}").fetchall()), 0, 0)
            for table in KEYS
        }
    assert audited_changes(first) == rows


@pytest.mark.parametrize(("before", "after"), AFTER)
def test_the_audit_counts_what_really_changed(story: Story, before: str, after: str) -> None:
    assert audited_changes(story.at[after]) == real_changes(
        story.at[before].file, story.at[after].file
    )


def test_a_full_refresh_counts_what_really_changed(story: Story) -> None:
    assert audited_changes(story.refreshed) == real_changes(
        story.at["mended"].file, story.refreshed.file
    )


@pytest.mark.parametrize(("before", "after"), AFTER)
def test_lineage_names_the_runs_that_wrote_a_row(story: Story, before: str, after: str) -> None:
    assert wrong_lineage(story.at[before].file, story.at[after]) == {}


def test_closed_targets_outlive_late_corrections_and_full_refreshes(story: Story) -> None:
    closed = "from {}.fact.fact_metas where eh_periodo_fechado"
    with together(
        a=story.at["first"].file, b=story.at["mended"].file, c=story.refreshed.file
    ) as db:
        first, last, full = (
            set(db.execute(closed.format(name)).fetchall()) for name in ("a", "b", "c")
        )
    assert first
    assert first - last == set()
    assert last == full


def test_the_restated_view_shows_frozen_beside_restated(story: Story) -> None:
    last = story.at["mended"]
    with together(dw=last.file, o=last.history.path) as db:
        wrong = db.execute(text("restated_wrong")).fetchall()
        ((moved,),) = db.execute(text("restated_moved")).fetchall()
    assert moved > 0
    assert wrong == []
