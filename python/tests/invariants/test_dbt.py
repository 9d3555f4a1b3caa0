"""A bare `dbt build` is audited like the launcher."""

from __future__ import annotations

import json

import pytest
from conftest import Warehouse as Loaded

from invariants.harness import Bench, Warehouse, audited_changes

RUN = (
    "select status, comando is not null, finalizado_em >= iniciado_em, cutoff is not null, "
    "nos_total >= nos_ok, nos_erro, linhas_inseridas, linhas_atualizadas "
    "from audit.etl_run order by run_id desc limit 1"
)


@pytest.fixture
def warehouse(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(Bench.of_session(tmp_path_factory), loaded.data_dir)


def test_a_selected_build_is_audited(warehouse: Warehouse) -> None:
    (before,) = warehouse.ask("select max(run_id) from audit.etl_run")[0]
    warehouse.change(
        "update core.cliente set nome_cliente = 'Outro Nome', "
        "data_atualizacao = make_timestamp(epoch_us(now())) where cliente_id = "
        "(select min(cliente_id) from core.cliente)"
    )
    warehouse.dbt("build", "--select", "+dim_cliente")
    (after,) = warehouse.ask("select max(run_id) from audit.etl_run")[0]
    assert isinstance(before, int)
    assert after == before + 1
    assert warehouse.ask(RUN) == [("success", True, True, True, True, 0, 1, 1)]
    # One new version, and the end of the one before.
    assert audited_changes(warehouse) == {"dim_cliente": (1, 1, 0)}


def test_a_failing_build_is_audited_and_lets_go_of_the_lock(warehouse: Warehouse) -> None:
    nonsense = json.dumps({"estrategia_fatos": "nenhuma"})
    warehouse.dbt("build", "--select", "+fact_metas", "--vars", nonsense, expect=1)
    ((status, _, _, _, _, errors, inserted, updated),) = warehouse.ask(RUN)
    assert status == "partial"
    assert isinstance(errors, int)
    assert errors >= 1
    assert (inserted, updated) == (0, 0)
    ((entity_status, message, category),) = warehouse.ask(
        "select status, mensagem_erro, categoria_erro from audit.etl_run_entity "
        "where run_id = (select max(run_id) from audit.etl_run) and entidade = 'fact_vendas'"
    )
    assert entity_status == "failed"
    assert message
    assert category
