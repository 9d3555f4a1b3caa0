"""One warehouse through a sequence of runs, held against the oracle after each.

first    a generated shop, loaded for the first time
again    nothing changed
living   a simulated day: orders, returns, moves, price changes, hard deletes
bad      rows that break the rules
mended   those rows corrected, rows deleted by hand, an old sale corrected late
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from oracle.harness import (
    DIMENSIONS,
    KEYS,
    LINEAGE,
    Bench,
    Warehouse,
    audited_changes,
    dimension_differences,
    fact_differences,
    quarantine_differences,
    real_changes,
    together,
    warehouse_differences,
)
from oracle.oracle import text

STEPS = ("first", "again", "living", "bad", "mended")
AFTER = tuple(zip(STEPS, STEPS[1:], strict=False))


@dataclass(frozen=True)
class Story:
    """A copy of every file after each step, and the last step again after a full refresh."""

    at: dict[str, Warehouse]
    refreshed: Warehouse


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("story")
    live = Warehouse(Bench.of_session(tmp_path_factory), folder / "live")
    live.folder.mkdir()
    at = {}

    def step(name: str) -> None:
        live.load()
        at[name] = live.copy(folder / name)

    live.run("source", "init", "--rows", "2000", "--seed", "7")
    step("first")
    step("again")
    live.run("source", "simulate", "--orders", "120", "--seed", "3")
    step("living")
    live.run("source", "simulate", "--orders", "10", "--seed", "4", "--bad-rows", "40")
    step("bad")
    live.change(text("mend"))
    step("mended")
    refreshed = live.copy(folder / "refreshed")
    refreshed.load("--full-refresh", "--cutoff", refreshed.cutoff())
    return Story(at, refreshed)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_version_of_a_dimension_equals_the_oracle(
    story: Story, step: str, dimension: str
) -> None:
    assert dimension_differences(story.at[step], dimension) == ""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fact", ["fact_vendas", "fact_descontos", "fact_metas"])
def test_every_row_of_a_fact_equals_the_oracle(story: Story, step: str, fact: str) -> None:
    assert fact_differences(story.at[step], fact) == ""


@pytest.mark.parametrize("step", STEPS)
def test_the_quarantine_holds_the_rows_at_fault_and_no_other(story: Story, step: str) -> None:
    assert quarantine_differences(story.at[step]) == ""


def test_the_story_has_what_it_is_about(story: Story) -> None:
    """Without bad rows, versions, deletions and returns the comparisons above would prove little."""
    (counts,) = story.at["bad"].ask(text("warehouse_counts"))
    assert all(isinstance(count, int) and count > 0 for count in counts), counts
    (still_open,) = story.at["mended"].ask(
        "select count(*) from audit.quarentena where resolvido_em is null"
    )
    (closed,) = story.at["mended"].ask(
        "select count(*) from audit.quarentena where resolvido_em is not null"
    )
    assert still_open == (0,)
    assert closed > (0,)


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
    counted = {
        table.split(".")[1]: (first.ask(f"select count(*) from {table}")[0][0], 0, 0)
        for table in KEYS
    }
    assert audited_changes(first) == counted


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
@pytest.mark.parametrize("table", KEYS)
def test_lineage_names_the_runs_that_wrote_a_row(
    story: Story, before: str, after: str, table: str
) -> None:
    """Changed rows carry the run that changed them; all others keep every lineage column."""
    (run,) = story.at[after].ask("select max(run_id) from audit.etl_run")[0]
    key = KEYS[table]
    with together(before=story.at[before].file, after=story.at[after].file) as db:
        names = [row[0] for row in db.execute(f"describe after.{table}").fetchall()]
        business = ", ".join(f"n.{c} is not distinct from o.{c}" for c in names if c not in LINEAGE)
        lineage = " and ".join(f"n.{c} = o.{c}" for c in LINEAGE)
        wrong = db.execute(
            f"select n.{key} from after.{table} n left join before.{table} o using ({key}) "
            f"where case "
            f"when o.{key} is null then n.criado_run_id <> $run or n.atualizado_run_id <> $run "
            f"when list_aggregate([{business}], 'bool_and') then not ({lineage}) "
            f"else n.atualizado_run_id <> $run or n.criado_run_id <> o.criado_run_id "
            f"or n.data_inclusao <> o.data_inclusao end",
            {"run": run},
        ).fetchall()
    assert wrong == []


def closed_targets(file: Path) -> str:
    return f"select * from {file}.fact.fact_metas where eh_periodo_fechado"


def test_closed_targets_outlive_late_corrections_and_full_refreshes(story: Story) -> None:
    with together(
        first=story.at["first"].file, last=story.at["mended"].file, full=story.refreshed.file
    ) as db:
        closed = "from {0}.fact.fact_metas where eh_periodo_fechado = true"
        (how_many,) = db.execute(f"select count(*) {closed.format('first')}").fetchall()[0]
        lost = db.execute(
            f"({closed.format('first')}) except all ({closed.format('last')})"
        ).fetchall()
        rewritten = db.execute(
            f"({closed.format('last')}) except all ({closed.format('full')})"
        ).fetchall()
    assert how_many > 0
    assert lost == []
    assert rewritten == []


def test_the_restated_view_shows_frozen_beside_restated(story: Story) -> None:
    last = story.at["mended"]
    with together(dw=last.file, o=last.history.path) as db:
        changed = db.execute(text("restated_wrong")).fetchall()
        (moved,) = db.execute(
            "select count(*) from o.fact_metas f join o.metas_reapresentadas r "
            "using (meta_original_id) where f.eh_periodo_fechado "
            "and f.valor_realizado <> r.valor_realizado"
        ).fetchall()[0]
    assert moved > 0
    assert changed == []
