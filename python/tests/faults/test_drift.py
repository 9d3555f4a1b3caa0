"""The source's schema drifts: what is not read may change; what is read stops the run unharmed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Warehouse as Loaded
from invariants.harness import LIGHT, Bench, Warehouse

from faults.stage import audit_is_honest, file_differences, statuses

SQL = Path(__file__).with_name("sql")
WINDOWS = "select entidade, ultimo_cutoff, ultimo_run_id from ctl.etl_control"
REJECTED = "select entidade, regra from audit.quarentena where resolvido_em is null"
NAMES = "select nome_cliente from dim.dim_cliente where cliente_original_id = 1 and eh_atual"


def script(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


@pytest.fixture
def warehouse(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(Bench.of_session(tmp_path_factory), loaded.data_dir)


def test_drift(warehouse: Warehouse, loaded_once: Loaded, tmp_path: Path) -> None:
    """Refused before anything is written, naming every table and column; then harmless drift."""
    kept = shutil.copy(warehouse.source, tmp_path / "kept.duckdb")
    windows = warehouse.ask(WINDOWS)
    warehouse.change(script("drift_harmful"))
    told = warehouse.run(*LIGHT, expect=1)
    assert (
        "The source is not what the warehouse reads; nothing was loaded.\n"
        "- core.desconto_aplicado: lacks aprovado; valor_desconto is decimal(12,4), "
        "not decimal(10,2)\n"
        "- core.devolucao: lacks motivo; quantidade is varchar, not int\n"
        "- core.meta_vendedor: there is no such table\n"
    ) in told
    assert file_differences(warehouse.file, loaded_once.warehouse) == ""
    assert warehouse.ask(WINDOWS) == windows
    assert statuses(warehouse) == ["success", "failed"]
    seen = {tuple(row) for row in warehouse.ask(script("drift_seen"))}
    assert {
        ("devolucao", "motivo", "varchar", "removida"),
        ("devolucao", "razao", "varchar", "nova"),
        ("devolucao", "quantidade", "varchar", "tipo alterado"),
        ("desconto_aplicado", "aprovado", "boolean", "removida"),
        ("desconto_aplicado", "valor_desconto", "decimal(12,4)", "tipo alterado"),
        ("meta_vendedor", "valor_meta", "decimal(15,2)", "removida"),
    } <= seen

    shutil.copy(kept, warehouse.source)
    warehouse.change(script("drift_harmless"))
    warehouse.run(*LIGHT)
    assert file_differences(warehouse.file, loaded_once.warehouse) == ""
    assert list(audit_is_honest(warehouse)) == []
    seen = {tuple(row) for row in warehouse.ask(script("drift_seen"))}
    assert {
        ("cliente", "apelido", "varchar", "nova"),
        ("avaliacao", "nota", "integer", "nova"),
        ("identidade_origem", "descricao", "varchar", "removida"),
        ("devolucao", "quantidade", "bigint", "tipo alterado"),
        ("devolucao", "razao", "varchar", "removida"),
        ("meta_vendedor", "valor_meta", "decimal(18,2)", "nova"),
    } <= seen


def test_a_value_that_does_not_fit(warehouse: Warehouse) -> None:
    """In a column that got wider: its row waits in quarantine until mended, and holds up no other.

    Its target is the newest of the shop; a customer is renamed at the same time.
    """
    warehouse.change(script("drift_harmless"))
    warehouse.change(script("drift_too_large"))
    warehouse.run(*LIGHT)
    assert {run for _, _, run in warehouse.ask(WINDOWS)} == {2}
    assert warehouse.ask(NAMES) == [("Renamed",)]
    assert warehouse.ask(REJECTED) == [("meta_vendedor", "meta_valor")]

    warehouse.change(script("drift_mended"))
    warehouse.run(*LIGHT)
    assert statuses(warehouse) == ["success"] * 3
    assert warehouse.ask(REJECTED) == []
    assert warehouse.ask("select count(*) from fact.fact_metas where valor_meta = 9.99") == [(1,)]
    assert list(audit_is_honest(warehouse)) == []
