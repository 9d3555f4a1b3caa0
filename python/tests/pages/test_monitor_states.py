"""The monitor's words and tones without a browser, by AppTest: what is green, and what is not."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import streamlit as st
from conftest import ROOT, Warehouse
from streamlit.testing.v1 import AppTest

from dashboards.business import filters
from dashboards.monitoring.critical_path import critical_path
from dashboards.monitoring.words import TONES
from ecommerce_base.muted import mute

MONITOR = str(ROOT / "dashboards" / "monitoring" / "app.py")
SQL = Path(__file__).parent / "sql"
HOUR = timedelta(hours=1)


def test_the_critical_path_goes_back_from_the_last_node() -> None:
    start = datetime(2026, 1, 1)

    def node(name: str, begin: float, end: float) -> dict[str, Any]:
        return {
            "entidade": name,
            "iniciado_em": start + timedelta(seconds=begin),
            "finalizado_em": start + timedelta(seconds=end),
        }

    # c waited for b, b for a; x ran beside them and ended too early to matter.
    nodes = pd.DataFrame([node("a", 0, 2), node("x", 0, 1), node("b", 2, 5), node("c", 5.01, 6)])
    assert critical_path(nodes) == {"a", "b", "c"}
    assert critical_path(nodes.head(0)) == set()


def _utc() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _monitor(data: Warehouse, monkeypatch: pytest.MonkeyPatch, lang: str = "PT") -> str:
    """The HTML of the first screen."""
    monkeypatch.setenv("DW_DATA_DIR", str(data.data_dir))
    st.cache_resource.clear()
    app = AppTest.from_file(MONITOR, default_timeout=60)
    app.query_params["lang"] = lang
    shown = app.run()
    st.cache_resource.clear()
    assert not shown.exception
    return "".join(element.proto.body for element in shown.get("html"))


def test_a_green_run_that_loaded_nothing_does_not_look_green(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute((SQL / "three_usual_loads_then_none.sql").read_text("utf-8"))
    page = _monitor(loaded, monkeypatch)
    assert 'class="dw-card dw-warn"' in page
    assert "vazias sem razão: 1" in page
    assert "▲ vazia" in page


def test_a_warehouse_without_an_alert_is_green(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute("update ctl.etl_control set ultimo_cutoff = ?", [_utc()])
        (alerts,) = connection.execute("select count(*) from ops.vw_alertas").fetchone() or (None,)
    assert alerts == 0
    page = _monitor(loaded, monkeypatch)
    assert "dw-verdict dw-good" in page
    assert "Nenhum alerta aberto" in page
    assert "—" not in page.partition("</style>")[2]


@pytest.mark.parametrize("behind", [0, 3, -9], ids=["utc", "são paulo", "tóquio"])
@pytest.mark.parametrize("zone", ["UTC", "America/Sao_Paulo", "Asia/Tokyo"])
def test_ages_are_right_in_every_time_zone(
    zone: str, behind: int, loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`zone`: of the machine; `behind`: hours by which the warehouse's clock is behind UTC."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    clock = _utc() - behind * HOUR
    with duckdb.connect(str(loaded.warehouse)) as connection:
        found = connection.execute(
            "select sql from duckdb_views() where schema_name = 'ops' and view_name = 'vw_sla'"
        ).fetchone()
        assert found is not None
        assert found[0].count("now()") == 1
        # On a server, its own clock stamps the audit, and the views look at it.
        connection.execute("drop view ops.vw_sla")
        connection.execute(found[0].replace("now()", f"(now() - to_hours({behind}))"))
        connection.execute("update audit.etl_run set finalizado_em = ?", [clock - 2 * HOUR])
        connection.execute("update ctl.etl_control set ultimo_cutoff = ?", [clock - 5 * HOUR])
    page = _monitor(loaded, monkeypatch)
    monkeypatch.undo()
    time.tzset()
    assert ": sucesso, há 2 horas" in page
    assert re.search("5 h( 1 min)? / 1 d", page), "a minute may end meanwhile"


def test_a_late_warehouse_is_red(loaded: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute(
            "update ctl.etl_control set ultimo_cutoff = ultimo_cutoff - interval 3 day"
        )
    page = _monitor(loaded, monkeypatch)
    assert "dw-verdict dw-bad" in page
    assert "Nada carregou a tempo: 10 entidades atrasadas" in page
    assert "python run.py schedule --check" in page
    assert page.count('<div class="dw-act">') == 1, "one missed schedule is one thing to do"
    assert ">0/10<" in page


def test_a_dead_run_is_the_headline_and_takes_its_consequences_along(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute(
            "update ctl.etl_control set ultimo_cutoff = ultimo_cutoff - interval 3 day"
        )
        connection.execute(
            "insert into audit.etl_run by name select * replace (run_id + 1 as run_id, "
            "'running' as status, null as finalizado_em, 'dead' as invocation_id) "
            "from audit.etl_run where run_id = (select max(run_id) from audit.etl_run)"
        )
    page = _monitor(loaded, monkeypatch)
    verdict = page.partition('class="dw-verdict')[2].partition("</div></div>")[0]
    assert "morreu antes do fim: inicie-a de novo" in verdict
    assert "Rode de novo: python run.py" in verdict
    assert ">Interrompida<" in page, "the card is not that of the run before"
    with duckdb.connect(str(loaded.warehouse), read_only=True) as connection:
        newest = "select run_id, status from ops.vw_execucoes order by run_id desc limit 1"
        ((run, status),) = connection.execute(newest).fetchall()
        told = "select run_id from ops.vw_erros where entidade = 'pipeline'"
        assert status == "aborted", "no page says that it is under way"
        assert connection.execute(told).fetchall() == [(run,)]
    assert page.count('<div class="dw-act">') == 1, "late data are what it left"


def test_an_entity_that_fails_again_keeps_its_own_advice(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute(
            "update audit.etl_run set status = 'failed', mensagem_erro = 'core.pedido: deadlock' "
            "where run_id = (select max(run_id) from audit.etl_run)"
        )
        connection.execute(
            "update audit.etl_run_entity set status = 'failed', "
            "mensagem_erro = 'No space left on device' where entidade = 'dim_cliente'"
        )
        connection.execute(
            "update ctl.etl_control set falhas_consecutivas = 2 where entidade = 'dim_cliente'"
        )
    page = _monitor(loaded, monkeypatch)
    assert page.count('<div class="dw-act">') == 1, "one cause"
    assert "veja em sys.dm_tran_locks" in page
    assert "→ Libere espaço no disco e rode de novo." in page


def test_an_entity_whose_test_fails_is_not_green(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute(
            "update audit.dq_resultado set status = 'fail', falhas = 5 "
            "where entidade = 'fact_vendas'"
        )
    page = _monitor(loaded, monkeypatch)
    row = page.partition("<b>fact_vendas</b></td>")[2].partition("</tr>")[0]
    assert "✕ teste falhou" in row
    assert "sucesso" not in row


def test_a_silenced_alert_is_told_and_does_not_redden(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute(
            "update ctl.etl_control set ultimo_cutoff = ultimo_cutoff - interval 3 day "
            "where entidade = 'dim_cliente'"
        )
    mute(loaded.data_dir, "sla:dim_cliente:atraso", "ana", None)
    page = _monitor(loaded, monkeypatch)
    assert "dw-verdict dw-info" in page
    assert "Nada além do que foi silenciado" in page
    assert "Certo e atual" not in page


def test_a_choice_that_streamlit_forgot_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {"regiao": ["Sudeste"]}
    monkeypatch.setattr("dashboards.business.filters.st.session_state", state)
    filters.keep()
    del state["regiao"]
    filters.keep()
    assert state["regiao"] == ["Sudeste"]


def test_no_warehouse_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _monitor(Warehouse(tmp_path), monkeypatch)
    assert "<code>python run.py</code>" in page


@pytest.mark.parametrize(
    "change",
    ["drop view ops.vw_execucoes", "create or replace view ops.vw_alertas as select 1 as um"],
    ids=["view", "column"],
)
def test_a_warehouse_of_an_earlier_version_names_the_command(
    change: str, loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute(change)
    page = _monitor(loaded, monkeypatch)
    assert "O armazém não tem o que esta página lê" in page
    assert "<code>python run.py</code>" in page


def test_with_a_login_set_up_nothing_is_shown_before_it(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DW_DATA_DIR", str(loaded.data_dir))
    app = AppTest.from_file(MONITOR, default_timeout=60)
    app.secrets["auth"] = {"redirect_uri": "http://localhost/oauth2callback"}
    shown = app.run()
    page = "".join(element.proto.body for element in shown.get("html"))
    assert not shown.exception
    assert "Este painel pede um login." in page
    assert "dw-card" not in page.partition("</style>")[2]


def test_every_state_of_the_audit_has_a_tone() -> None:
    states = {"success", "partial", "failed", "aborted", "running", "skipped", "inactive"}
    assert states | {"pass", "fail", "error", "warn", "ok", "atrasado", "nunca"} <= TONES.keys()
