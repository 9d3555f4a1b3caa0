"""The shared layer without a browser: texts, numbers, states, and the pages' logic by AppTest."""

from __future__ import annotations

import ast
import json
import re
import time
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
import yaml
from babel.messages.pofile import read_po
from conftest import ROOT, Warehouse
from streamlit.testing.v1 import AppTest

from dashboards.business import filters
from dashboards.business.brazil import abroad, map_of_states
from dashboards.business.campaigns import best_and_worst
from dashboards.business.metrics import meaning
from dashboards.business.products import _curve, from_origin
from dashboards.business.words import customers
from dashboards.common import files, formats
from dashboards.common.cards import Card, as_frame, sparkline
from dashboards.common.query import query
from dashboards.common.text import catalogues, in_currency
from dashboards.monitoring.critical_path import critical_path
from dashboards.monitoring.words import TONES
from ecommerce_base.muted import mute
from ecommerce_base.shop_card import ShopCard, remove_card, write_card
from ecommerce_documents.metrics import DEFINITIONS

BUSINESS = str(ROOT / "dashboards" / "business" / "app.py")
MONITOR = str(ROOT / "dashboards" / "monitoring" / "app.py")
SQL = Path(__file__).parent / "sql"
HOUR = timedelta(hours=1)


def _known() -> set[str]:
    found = set()
    for catalogue in catalogues():
        with catalogue.open("rb") as stream:
            found |= {str(message.id) for message in read_po(stream) if message.string}
    return found


def test_every_text_has_its_english() -> None:
    used = {
        node.args[0].value
        for file in (ROOT / "dashboards").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))  # in f-strings too
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert len(used) > 400
    assert used - _known() == set()


def test_english_keeps_the_places_of_values() -> None:
    for catalogue in catalogues():
        with catalogue.open("rb") as stream:
            for message in read_po(stream):
                names = {part.split("}")[0] for part in str(message.id).split("{")[1:]}
                kept = {part.split("}")[0] for part in str(message.string).split("{")[1:]}
                assert names == kept, message.id


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("PT", ["1.234,6", "R$ 1.234,50", "-3,0%", "24/11/2026", "2 min 5 s", "1,2 mi"]),
        ("EN", ["1,234.6", "R$ 1,234.50", "-3.0%", "Nov 24, 2026", "2 min 5 s", "1.2M"]),
    ],
)
def test_values_are_written_as_the_language_does(
    lang: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.common.text.st.session_state", {"lang": lang})
    written = [
        formats.number(1234.56, 1),
        formats.money(1234.5),
        formats.percent(-3.0),
        formats.day(datetime(2026, 11, 24)),
        formats.duration(125),
        formats.compact(1_234_567).replace("\xa0", " "),
    ]
    assert written == expected
    assert formats.number(float("nan")) == formats.money(None) == formats.day(pd.NaT) == "—"


def test_cards_say_what_the_metrics_definition_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    defined = yaml.safe_load((ROOT / DEFINITIONS).read_text(encoding="utf-8"))["metrics"]
    for metric in defined:
        for lang, said in (
            ("PT", metric["config"]["meta"]["descricao"]),
            ("EN", metric["description"]),
        ):
            monkeypatch.setattr("dashboards.common.text.st.session_state", {"lang": lang})
            assert meaning(metric["name"]) == said


def test_money_is_in_the_shops_currency(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DW_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("dashboards.common.text.st.session_state", {"lang": "EN"})
    write_card(tmp_path, ShopCard("A shop", "GBP", ("No cost.",)))
    assert formats.money(1234.5) == "£ 1,234.50"
    assert formats.compact_money(1_234_567) == "£ 1.2M"
    assert in_currency("Receita (R$)") == "Receita (£)"
    remove_card(tmp_path)
    assert formats.money(1234.5) == "R$ 1,234.50"


def test_a_shop_of_another_country_has_bars_for_a_map() -> None:
    rest = {"receita": 1.0, "pedidos": 1, "ticket_medio": 1.0, "participacao_percent": 100.0}
    drawn = map_of_states(pd.DataFrame([{"uf": "France", "estado": "France", **rest}]))
    assert drawn.to_dict()["mark"] == {"type": "bar"}
    home = map_of_states(pd.DataFrame([{"uf": "SP", "estado": "São Paulo", **rest}]))
    assert [layer["mark"]["type"] for layer in home.to_dict()["layer"]] == ["geoshape"] * 2


def test_the_map_says_what_lies_outside_of_it() -> None:
    sold = pd.DataFrame(
        {
            "uf": ["SP", "FRANCE", "ND"],
            "receita": [1155.0, 900.0, 95.0],
            "participacao_percent": [53.72, 41.86, 4.42],
        }
    )
    assert abroad(sold) == f"fora do mapa do Brasil: {formats.money(995)} (46,3%)"
    assert abroad(sold[:1]) == abroad(sold[1:]) == ""


def test_the_classes_of_the_curve_meet_and_begin_at_the_origin() -> None:
    made = from_origin(
        pd.DataFrame(
            {
                "classe": ["A", "A", "B", "C"],
                "produtos_percent": [25.0, 50.0, 75.0, 100.0],
                "acumulado_percent": [60.0, 85.0, 96.0, 100.0],
            }
        )
    )
    points = made.groupby("classe")[["produtos_percent", "acumulado_percent"]]
    assert {name: rows.to_numpy().tolist() for name, rows in points} == {
        "A": [[0, 0], [25, 60], [50, 85]],
        "B": [[50, 85], [75, 96]],
        "C": [[75, 96], [100, 100]],
    }
    drawn = _curve(made).to_dict()["layer"][0]["encoding"]["y"]
    assert drawn["stack"] is None, "two classes at one place are no sum"


def test_a_single_one_is_said_in_the_singular() -> None:
    assert [customers(n) for n in (1, 1.0, 2, 1234)] == [
        *("1 cliente", "1 cliente", "2 clientes", "1.234 clientes"),
    ]


def test_the_best_and_worst_campaigns_are_said_to_be_of_more() -> None:
    known = pd.DataFrame({"resultado": [float(place % 42) for place in range(21, 63)]})
    shown, said = best_and_worst(known)
    assert list(shown["resultado"]) == [*range(41, 33, -1), *range(6, -1, -1)]
    assert said == "as 8 melhores e as 7 piores de 42"
    assert best_and_worst(known[:15])[1] == ""


def test_a_card_needs_two_values_for_a_line() -> None:
    assert sparkline([]) == sparkline([1.0]) == sparkline([None, 2.0]) == ""
    assert sparkline([1.0, None, 2.0]).startswith("<img")
    assert Card("a", "1").tone == "none"


def test_the_csv_of_the_cards_has_the_values_as_they_are() -> None:
    row = [Card("Receita", "R$ 1,2 mi", figure=1_234_567.89, delta="+3,0%"), Card("Estado", "bom")]
    assert as_frame(row).to_dict("records") == [
        {
            "indicador": "Receita",
            "valor": 1_234_567.89,
            "mostrado": "R$ 1,2 mi",
            "variacao": "+3,0%",
            "nota": "",
        },
        {"indicador": "Estado", "valor": "bom", "mostrado": "bom", "variacao": "", "nota": ""},
    ]


@pytest.mark.parametrize(
    ("lang", "thousand", "million"), [("PT", "\xa0mil", "\xa0mi"), ("EN", "K", "M")]
)
def test_every_axis_of_amounts_is_written_as_the_language_does(
    lang: str,
    thousand: str,
    million: str,
    loaded_once: Warehouse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DW_DATA_DIR", str(loaded_once.data_dir))
    st.cache_resource.clear()
    app = AppTest.from_file(BUSINESS, default_timeout=60)
    app.query_params["lang"] = lang
    shown = app.run()
    st.cache_resource.clear()
    assert not shown.exception
    specs = [element.proto.spec for element in shown.get("vega_lite_chart")]
    assert len(specs) == 8
    for spec in specs:
        written = json.loads(spec)["config"]["axisQuantitative"]["labelExpr"]
        assert f"abs(datum.value) >= 1000 ? format(datum.value / 1000, ',.3~r') + '{thousand}'" in (
            written
        )
        assert f"/ 1000000, ',.3~r') + '{million}'" in written
        assert "~s" not in spec, "an English abbreviation"


def test_a_chart_draws_what_it_is_given_and_offers_all_of_it() -> None:
    """The frame downloads; `drawn` is what the chart looks at and shows, under the name DATA."""

    def page() -> None:
        import altair as alt
        import pandas as pd

        from dashboards.common.charts import DATA, chart

        frame = pd.DataFrame({"mes": [0, 1, 2], "valor": [100, 9, 8]})

        def draw(data: pd.DataFrame) -> object:
            top = alt.Scale(domain=[0, int(data["valor"].max())])
            return alt.Chart(DATA).mark_bar().encode(x="mes:O", y=alt.Y("valor:Q", scale=top))

        chart(frame, draw, title="T", unit="u", empty="", key="k", drawn=frame[frame["mes"] > 0])

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    (drawn,) = shown.get("vega_lite_chart")
    spec = json.loads(drawn.proto.spec)
    assert spec["data"] == {"name": "dados"}
    assert spec["encoding"]["y"]["scale"]["domain"] == [0, 9]
    (data,) = drawn.proto.datasets
    assert data.name == "dados"
    rows = pa.ipc.open_stream(data.data.data).read_all().to_pydict()
    assert rows["valor"] == [9, 8]


@pytest.mark.parametrize(
    ("value", "short", "whole"),
    [
        (999_950, "R$ 1 mi", "R$ 999.950,00"),
        (999_949, "R$ 999,9 mil", "R$ 999.949,00"),
        (-1_234, "-R$ 1,2 mil", "-R$ 1.234,00"),
        (-0.004, "R$ 0,00", "R$ 0,00"),
        (-0.005, "-R$ 0,01", "-R$ 0,01"),
        (2_500_000_000, "R$ 2,5 bi", "R$ 2.500.000.000,00"),
    ],
)
def test_money_is_written_as_people_write_it(value: float, short: str, whole: str) -> None:
    assert formats.compact_money(value) == short
    assert formats.money(value) == whole


def test_months_are_written_in_one_way() -> None:
    assert formats.month("2026-11") == formats.month(datetime(2026, 11, 3)) == "nov 2026"


def test_files_open_in_brazilian_excel() -> None:
    frame = pd.DataFrame(
        {
            "dia": pd.to_datetime(["2026-11-03", None]),
            "visto_em": pd.to_datetime(["2026-11-03 10:20:30", "2026-11-04 00:00:00"]),
            "receita": [1234.5, None],
            "pedidos": [3, 4],
            "clientes": [561.0, None],
            "valor": pd.Series([0.1, "R$ 1 mi"], dtype=object),
            "figura": pd.Series([561.0, "R$ 1 mi"], dtype=object),
            "nome": ["Aço; “fino”", 'com "aspas"'],
        }
    )
    assert files.as_csv(frame).decode("utf-8-sig").splitlines() == [
        "dia;visto_em;receita;pedidos;clientes;valor;figura;nome",
        '03/11/2026;03/11/2026 10:20:30;1234,50;3;561;0,10;561;"Aço; “fino”"',
        ';04/11/2026 00:00:00;;4;;R$ 1 mi;R$ 1 mi;"com ""aspas"""',
    ]
    with zipfile.ZipFile(BytesIO(files.as_xlsx(frame))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>1234.5</v>" in sheet, "a number stays one"
    assert "<v>46329</v>" in sheet, "2026-11-03 as Excel counts days"


def test_a_file_is_named_after_page_period_and_filters() -> None:
    name = files.file_name("vendas", "receita", "2026-01-01_2026-03-31", "Norte", "São Luís / MA")
    assert name == "vendas_receita_2026-01-01_2026-03-31_norte_sao-luis-ma"
    assert len(files.file_name(*["equipe"] * 99)) <= files.LONGEST


def test_choices_become_bound_values(tmp_path: Path) -> None:
    """A value may hold whatever a pattern would read: it is compared, not matched."""
    file = tmp_path / "a.sql"
    file.write_text("select v from (values ('A|B'), ('A'), ('[B]%')) as t (v) where v in :nomes")

    def found(*names: str) -> list[str]:
        asked = query(file, nomes=names)
        assert asked.sql.endswith("= 1" if not names else ")")
        rows = duckdb.execute(asked.sql.replace(":", "$"), dict(asked.parameters)).fetchall()
        return sorted(value for (value,) in rows)

    assert found("A|B", "[B]%") == ["A|B", "[B]%"]
    assert found("A") == ["A"]
    assert found() == ["A", "A|B", "[B]%"]


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
