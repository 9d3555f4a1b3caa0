"""One model fails in the middle: the others load, only its window stays; two ways to repair it."""

from __future__ import annotations

import json

import duckdb
import pytest
from conftest import Warehouse as Loaded
from invariants.harness import LIGHT, Bench, Warehouse, all_differences
from invariants.oracle import text

from faults.stage import audit_is_honest, statuses

# What a run cannot load into: on_schema_change is `fail`.
BREAK = "alter table fact.fact_vendas alter column quantidade_vendida type varchar"
MEND = "alter table fact.fact_vendas alter column quantidade_vendida type int"
# A run that another machine began and never ended.
STALE = """
insert into audit.etl_run by name
select * replace (
    2 as run_id, 'running' as status, null as finalizado_em, 'elsewhere' as host,
    'x' as invocation_id
)
from audit.etl_run
"""
WINDOWS = "select entidade, ultimo_cutoff from ctl.etl_control"
RUN = "select status, cutoff, nos_erro from audit.etl_run order by run_id desc limit 1"
FAILURES = "select falhas_consecutivas from ctl.etl_control where entidade = 'fact_vendas'"


def in_warehouse(warehouse: Warehouse, statement: str) -> None:
    with duckdb.connect(str(warehouse.file)) as db:
        db.execute(statement)


def windows(warehouse: Warehouse) -> dict[object, object]:
    return {row[0]: row[1] for row in warehouse.ask(WINDOWS)}


def test_dbt_retry_and_the_next_run_repair_a_failed_model(
    loaded: Loaded, tmp_path_factory: pytest.TempPathFactory
) -> None:
    warehouse = Warehouse(Bench.of_session(tmp_path_factory), loaded.data_dir)
    warehouse.observe()
    before = windows(warehouse)
    warehouse.run("source", "simulate", "--orders", "30", "--seed", "11")
    in_warehouse(warehouse, STALE)
    in_warehouse(warehouse, BREAK)
    warehouse.run(*LIGHT, expect=1)
    ((status, cutoff, errors),) = warehouse.ask(RUN)
    assert (status, errors) == ("partial", 1)
    after = windows(warehouse)
    # What is computed from the failed fact waits with it.
    stayed = {entity for entity in before if after[entity] == before[entity]}
    assert stayed == {"fact_vendas", "fact_metas"}
    assert {after[entity] for entity in after.keys() - stayed} == {cutoff}
    assert warehouse.ask(FAILURES) == [(1,)]
    warehouse.observe()

    # The source goes on, and the retry must not take a later moment for its own.
    warehouse.change(text("busy_day"))
    in_warehouse(warehouse, MEND)
    results = warehouse.bench.folder / "target" / "run_results.json"
    assert len(json.loads(results.read_text())["results"]) > 50
    warehouse.dbt("retry")
    assert warehouse.ask(RUN) == [("success", cutoff, 0)]
    assert set(windows(warehouse).values()) == {cutoff}
    assert all_differences(warehouse) == ""
    assert list(audit_is_honest(warehouse)) == []

    warehouse.load(*LIGHT)
    assert all_differences(warehouse) == ""
    assert statuses(warehouse) == ["success", "aborted", "partial", "success", "success"]
    assert warehouse.ask(FAILURES) == [(0,)]
