"""What the source changes without a stamp: reconciliation finds the months, --heal reloads them."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from conftest import Warehouse as Loaded
from invariants.harness import LIGHT, Bench, Warehouse, warehouse_differences

from faults.stage import audit_is_honest

MONTHS = ["2024-02", "2024-05", "2024-08", "2025-01", "2025-03"]
READ = """
select linhas_lidas from audit.etl_run_entity
where entidade = 'fact_vendas' and run_id = (select max(run_id) from audit.etl_run)
"""
SELECTED = "select seletor from audit.etl_run order by run_id desc limit 1"
ITEMS = """
select count(*), count(*) filter (strftime(p.data_pedido, '%Y-%m') in (select unnest(?)))
from core.item_pedido as i inner join core.pedido as p on i.pedido_id = p.pedido_id
"""


def test_silent_changes_are_found_and_healed(
    loaded: Loaded, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    warehouse = Warehouse(Bench.of_session(tmp_path_factory), loaded.data_dir)
    script = (Path(__file__).with_name("sql") / "silent_changes.sql").read_text(encoding="utf-8")
    warehouse.change(script)
    told = " ".join(warehouse.run("reconcile", "--heal").split())
    named = re.search(r"Before: [^:]* differ in ([^.]*)\. After: 0 of", told)
    assert named, told
    assert named[1].split(", ") == [*MONTHS, "dim_produto"]
    assert ((f"reprocessar_meses: {', '.join([*MONTHS, 'dim_produto'])}",),) == tuple(
        warehouse.ask(SELECTED)
    )
    assert list(audit_is_honest(warehouse)) == []

    with duckdb.connect(str(warehouse.source), read_only=True) as source:
        ((items, in_months),) = source.execute(ITEMS, [MONTHS]).fetchall()
    ((read,),) = warehouse.ask(READ)
    assert isinstance(read, int)
    # its months, and the orders that the renamed product's new version may repoint
    assert in_months <= read < items / 2

    refreshed = warehouse.copy(tmp_path / "refreshed")
    refreshed.run("--full-refresh", "--cutoff", warehouse.cutoff(), *LIGHT)
    assert warehouse_differences(warehouse.file, refreshed.file) == ""
