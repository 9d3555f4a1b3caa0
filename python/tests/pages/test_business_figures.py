"""The business pages without a browser: headline figures against the source, filters, periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import streamlit as st
from conftest import ROOT, Warehouse
from streamlit.testing.v1 import AppTest

from dashboards.business.change import part, totals
from dashboards.business.period import between, months_before, preset
from dashboards.common.figures import Figures
from dashboards.common.formats import compact, compact_money, day, money, percent
from pages.conftest import number_in
from pages.source import last_order, rows_of, working_days

APP = str(ROOT / "dashboards" / "business" / "app.py")
SQL = Path(__file__).parent / "sql"
NO_CHOICE: dict[str, Any] = dict.fromkeys(
    ("regioes", "estados", "canais", "equipes", "categorias"), ""
)
# What a figure is added up from: whole months kept ready, orders, or the items of orders.
WAYS = {
    "months": {"mensal": 1, "livre": 1, "por_item": 0},
    "orders of the period": {"mensal": 0, "livre": 1, "por_item": 0},
    "orders": {"mensal": 0, "livre": 0, "por_item": 0},
    "items": {"mensal": 0, "livre": 0, "por_item": 1},
}


@pytest.fixture
def open_app(loaded_once: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`open_app(**address)`: the first page, drawn; fails for an exception in it."""
    monkeypatch.setenv("DW_DATA_DIR", str(loaded_once.data_dir))
    st.cache_resource.clear()

    def opened(**address: Any) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        shown = app.run()
        assert not shown.exception, shown.exception
        return shown

    yield opened
    st.cache_resource.clear()


def _source(data: Warehouse, file: str, **parameters: Any) -> dict[str, Any]:
    with duckdb.connect(str(data.source), read_only=True) as connection:
        text = (SQL / f"{file}.sql").read_text("utf-8")
        found = connection.execute(text, parameters).df()
    return dict(found.iloc[0])


def _last_sale(data: Warehouse) -> date:
    with duckdb.connect(str(data.source), read_only=True) as connection:
        row = connection.execute(
            "select cast(max(data_pedido) as date) from core.pedido where status <> 'Cancelado'"
        ).fetchone()
    assert row is not None
    last: date = row[0]
    return last


def _html(shown: AppTest) -> str:
    return "".join(element.proto.body for element in shown.get("html"))


def _cards(shown: AppTest) -> dict[str, str]:
    """Label → value of the cards."""
    found = {}
    for one in _html(shown).split('<div class="dw-label">')[1:]:
        label = one.split("</div>")[0].rpartition("</span>")[2]
        found[label] = one.split('<div class="dw-value">')[1].split("</div>")[0]
    return found


@pytest.mark.parametrize(
    ("regiao", "canal"), [("", ""), ("Sudeste", ""), ("Nordeste", "Site"), ("", "App")]
)
def test_headlines_of_sales_are_those_of_the_source(
    open_app: Any, loaded_once: Warehouse, regiao: str, canal: str
) -> None:
    last = last_order(loaded_once)
    address = {k: v for k, v in (("regiao", regiao), ("canal", canal)) if v}
    shown = _cards(open_app(periodo="24m", **address))
    start = months_before(last, 23).replace(day=1)
    source = _source(loaded_once, "business_source", de=start, ate=last, regiao=regiao, canal=canal)
    assert shown == {
        "Receita": compact_money(source["receita"]),
        "Pedidos": compact(source["pedidos"]),
        "Unidades": compact(source["unidades"]),
        "Ticket médio": money(source["receita"] / source["pedidos"]),
        "Margem": percent(source["margem"] / source["receita"] * 100),
        "Devolução": percent(source["devolucao_percent"]),
    }


@pytest.mark.parametrize("way", WAYS)
def test_the_figures_are_those_of_the_source_to_the_cent(
    loaded_once: Warehouse, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    from dashboards.business.filters import SQL as PAGES
    from dashboards.common.figures import ask

    monkeypatch.setenv("DW_DATA_DIR", str(loaded_once.data_dir))
    st.cache_resource.clear()
    last = last_order(loaded_once)
    period = between(months_before(last, 7).replace(day=1), last)
    got = ask(
        PAGES,
        *("vendas_por", "curva_abc", "produtos"),
        *("clientes_indicadores", "descontos_usos", "descontos_com_sem"),
        **period.parameters(),
        **NO_CHOICE,
        **WAYS[way],
        com_cancelados=0,
    )
    st.cache_resource.clear()
    found = got["vendas_por"]
    for which, start, end in (
        ("atual", period.start, period.end),
        ("anterior", period.before_start, period.before_end),
        ("ano", period.year_start, period.year_end),
    ):
        source = _source(loaded_once, "business_source", de=start, ate=end, regiao="", canal="")
        row = totals(found).loc[which]
        for name in (
            *("receita", "pedidos", "unidades", "margem", "desconto_percent"),
            *("bruto", "descontos", "devolvido"),
        ):
            assert float(row[name]) == pytest.approx(float(source[name]), abs=0.001), name
    source = _source(
        loaded_once, "business_source", de=period.start, ate=period.end, regiao="", canal=""
    )
    for level in ("categoria", "subcategoria"):
        rows = got["produtos"][got["produtos"]["nivel"] == level]
        assert rows["receita"].sum() == pytest.approx(float(source["receita"])), level
    for name in ("estado", "canal"):
        rows = part(found, name, "receita")
        assert rows["receita"].sum() == pytest.approx(float(source["receita"])), name
    for name in ("curva_abc", "descontos_com_sem"):
        assert got[name]["receita"].sum() == pytest.approx(float(source["receita"])), name
    for which, start, end in (
        ("atual", period.start, period.end),
        ("anterior", period.before_start, period.before_end),
    ):
        whole = _source(loaded_once, "business_source", de=start, ate=end, regiao="", canal="")
        for steps in ("dia", "mes"):
            rows = found[(found["grupo"] == steps) & (found["periodo"] == which)]
            assert rows["receita"].sum() == pytest.approx(float(whole["receita"])), steps
            assert rows["pedidos"].sum() == whole["pedidos"]
    buyers = got["clientes_indicadores"].iloc[0]
    assert buyers["compradores"] == source["compradores"]
    assert buyers["recompraram"] == source["recompraram"]
    uses = got["descontos_usos"]
    given = _source(loaded_once, "business_source_discounts", de=period.start, ate=period.end)
    assert uses["usos"].sum() == given["usos"]
    assert uses["aprovados"].sum() == given["aprovados"]
    assert uses["concedido"].sum() == pytest.approx(float(given["concedido"]))


def test_cohorts_and_new_buyers_are_the_same_whichever_way_they_are_counted(
    loaded_once: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboards.business.filters import SQL as PAGES
    from dashboards.common.figures import ask

    monkeypatch.setenv("DW_DATA_DIR", str(loaded_once.data_dir))
    st.cache_resource.clear()
    last = last_order(loaded_once)
    period = between(months_before(last, 7).replace(day=1), last)
    for name in ("clientes_coortes", "clientes_novos", "descontos_profundidade", "produtos"):
        frames = [
            ask(
                PAGES,
                name,
                **period.parameters(),
                **NO_CHOICE,
                **way,
                coorte_de=f"{period.start:%Y-%m}",
            )[name]
            for way in WAYS.values()
        ]
        assert len(frames[0]) > 1
        for other in frames[1:]:
            pd.testing.assert_frame_equal(frames[0], other, check_dtype=False)
    st.cache_resource.clear()


@pytest.mark.parametrize("canal", ["", "Site"])
@pytest.mark.parametrize("back", [(0, 0), (40, 40), (200, 33), (75, 0)], ids=str)
def test_new_customers_are_those_of_the_days(
    open_app: Any, loaded_once: Warehouse, back: tuple[int, int], canal: str
) -> None:
    start, end = (last_order(loaded_once) - timedelta(days=days) for days in back)
    source = _source(loaded_once, "new_customers", de=start, ate=end, canal=canal)
    while not source["novos"]:  # in a shop this small not every day brings somebody new
        start -= timedelta(days=1)
        source = _source(loaded_once, "new_customers", de=start, ate=end, canal=canal)
    shown = open_app_at(open_app, "clientes", periodo="datas", de=start, ate=end, canal=canal)
    assert source["novos"] <= source["compradores"]
    assert _cards(shown)["Compradores"] == compact(source["compradores"])
    assert _cards(shown)["Clientes novos"] == compact(source["novos"])


def test_returning_buyers_are_none_of_a_period_that_begins_with_the_sales(open_app: Any) -> None:
    label = "Receita de recorrentes"
    whole = _cards(open_app_at(open_app, "clientes", periodo="tudo"))
    assert whole[label] == "não disponível"
    year = open_app_at(open_app, "clientes")
    assert number_in(_cards(year)[label]) > 0
    assert "<img" not in _html(year).split(f"{label}</div>")[1].split('<div class="dw-label">')[0]


def open_app_at(open_app: Any, page: str, **address: Any) -> AppTest:
    """The page of that name, with an address."""
    return _turned(open_app(**{name: str(value) for name, value in address.items() if value}), page)


def _turned(shown: AppTest, page: str) -> AppTest:
    # AppTest.switch_page knows pages that are files alone.
    known = shown._registered_pages.items()
    shown._page_hash = next(key for key, info in known if info["url_pathname"] == page)
    shown.run()
    assert not shown.exception, shown.exception
    return shown


def test_what_the_source_does_not_tell_is_not_available(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch, open_app: Any
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute(
            "update fact.agg_vendas_diarias "
            "set margem_bruta = null, quantidade_devolvida = 0, valor_frete = 0"
        )
        connection.execute("delete from fact.agg_pedidos where eh_cancelado = 1")
    monkeypatch.setenv("DW_DATA_DIR", str(loaded.data_dir))
    st.cache_resource.clear()
    shown = open_app()
    assert _cards(shown)["Margem"] == _cards(shown)["Devolução"] == "não disponível"
    assert "a origem não traz devoluções" in _html(shown)
    assert "0,0%" not in _cards(shown).values()
    result = open_app_at(open_app, "resultado")
    assert {label for label, value in _cards(result).items() if value != "não disponível"} == {
        "Valor bruto"
    }
    for why in ("não diz o frete", "não traz pedidos cancelados", "não traz devoluções"):
        assert f"a origem {why}" in _html(result), why


def test_days_before_the_first_sale_are_nothing_to_compare_with(
    open_app: Any, loaded_once: Warehouse
) -> None:
    last = last_order(loaded_once)
    with duckdb.connect(str(loaded_once.source), read_only=True) as connection:
        (first,) = connection.execute(
            "select cast(min(data_pedido) as date) from core.pedido"
        ).fetchone() or (last,)
    # The period before begins some days before the first sale, and ends well after it.
    start = first + (last - first) / 2 - timedelta(days=5)
    for page, label in (("", "Receita"), ("resultado", "Valor bruto")):
        shown = open_app_at(open_app, page, periodo="datas", de=start, ate=last)
        assert f"sem comparação: vendas só desde {day(first)}" in _html(shown)
        told = _html(shown).split(f"{label}</div>")[1].split('<div class="dw-label">')[0]
        assert "dw-delta" not in told
    shown = open_app_at(open_app, "", periodo="datas", de=start + timedelta(days=9), ate=last)
    assert "sem comparação" not in _html(shown)


def test_a_margin_that_is_not_known_is_none_of_the_discounts_either(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch, open_app: Any
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute("update fact.agg_produtos_mensal set margem_bruta = null")
        connection.execute("update fact.agg_campanhas set margem_pedidos = null")
    monkeypatch.setenv("DW_DATA_DIR", str(loaded.data_dir))
    st.cache_resource.clear()
    shown = open_app_at(open_app, "descontos")
    assert _cards(shown)["Margem com desconto"] == "não disponível"
    assert "resultado não disponível" in _html(shown)
    assert "com prejuízo" not in _html(shown)


def test_a_source_that_fell_silent_is_told_and_its_customers_stay_what_they_were(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch, open_app: Any
) -> None:
    kinds = "select tipo_cliente, count(*) from vw.vw_cliente_metricas group by all order by all"
    with duckdb.connect(str(loaded.warehouse)) as connection:
        before = connection.execute(kinds).fetchall()
        connection.execute(
            "update ctl.etl_control set ultimo_cutoff = ultimo_cutoff + interval 3 year"
        )
        assert connection.execute(kinds).fetchall() == before
    monkeypatch.setenv("DW_DATA_DIR", str(loaded.data_dir))
    st.cache_resource.clear()
    last = f"{_last_sale(loaded):%d/%m/%Y}"
    page = _html(open_app())
    assert f"última venda {last}" in page
    assert "dias antes disso." in page


def test_the_files_of_the_first_page_are_named_after_it(open_app: Any) -> None:
    assert open_app().session_state["page"] == "vendas"
    assert open_app_at(open_app, "clientes").session_state["page"] == "clientes"


def test_a_click_says_what_it_does(open_app: Any) -> None:
    assert "clique abre a campanha" in _html(open_app_at(open_app, "descontos"))
    assert "clique filtra" in _html(open_app())


def test_a_figure_that_ignores_a_filter_says_so_on_itself(
    open_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "sem o filtro de região de entrega"
    # On Vendas it is the targets alone, which are a seller's wherever the order goes.
    for page, least, most in (
        ("descontos", 7, 9),
        ("clientes", 0, 0),
        ("resultado", 0, 0),
        ("", 1, 1),
    ):
        shown = open_app_at(open_app, page, regiao="Sul")
        assert least <= _html(shown).count(said) <= most, page
    assert _html(open_app_at(open_app, "clientes", canal="App")).count("sem o filtro de canal") >= 3
    # Scores, groups, the card of those at risk and the list know where a customer lives alone.
    monkeypatch.setenv("DW_DASHBOARD_PERSONS", "1")
    listed = {"segmento": "Perdidos", "lista": "1"}
    for place, times in (({}, 0), ({"regiao": "Sul"}, 7), ({"estado": "SP"}, 7)):
        customers = _html(open_app_at(open_app, "clientes", **listed, **place))
        assert customers.count("por endereço do cliente") == times, place
    targets = open_app_at(open_app, "metas", regiao="Sul")
    assert not [box for box in targets.selectbox if box.key == "periodo"]
    assert [box.key for box in targets.multiselect] == ["equipe"]
    assert _turned(targets, "")
    assert targets.multiselect(key="regiao").value == ["Sul"]


def test_wrong_values_of_the_address_are_ignored_with_a_sentence(open_app: Any) -> None:
    everything = _cards(open_app())
    shown = open_app(periodo="ontem", regiao="Atlântida", canal="' or 1 = 1 --")
    assert _cards(shown) == everything
    page = _html(shown)
    for value in ("ontem", "Atlântida", "&#x27; or 1 = 1 --"):
        assert f"{value}, que não existe aqui: foi ignorado." in page
    assert dict(shown.query_params) == {}


@pytest.mark.parametrize(
    "days", [("2026-13-01", "2026-01-01"), ("2030-01-02", "2030-01-01"), ("", "x"), ("", "")]
)
def test_wrong_days_of_the_address_are_ignored(open_app: Any, days: tuple[str, str]) -> None:
    shown = open_app(periodo="datas", de=days[0], ate=days[1])
    assert "que não existe aqui: foi ignorado." in _html(shown)
    assert _cards(shown) == _cards(open_app())


def test_a_chosen_filter_goes_into_the_address_and_the_figures(
    open_app: Any, loaded_once: Warehouse
) -> None:
    shown = open_app()
    before = _cards(shown)
    shown.multiselect(key="regiao").set_value(["Sul", "Norte"]).run()
    assert shown.query_params["regiao"] == ["Sul", "Norte"]
    both = _cards(shown)
    assert both != before
    assert _cards(open_app(regiao=["Sul", "Norte"])) == both
    shown.button(key="limpar").click().run()
    assert _cards(shown) == before
    assert "regiao" not in shown.query_params


def test_a_filter_that_leaves_nothing_says_so(open_app: Any) -> None:
    with_team = open_app()
    team = with_team.multiselect(key="equipe").options[0]
    shown = open_app(periodo="datas", de="2000-01-01", ate="2000-01-02", equipe=team)
    assert "que não existe aqui" in _html(shown)
    day = _first_day_without(shown, team)
    if day is None:
        pytest.skip("every day of this shop has a sale of every team")
    empty = open_app(periodo="datas", de=day, ate=day, equipe=team)
    assert "Nenhuma venda no período com estes filtros." in _html(empty)
    assert _cards(empty)["Receita"] == money(0)


def _first_day_without(shown: AppTest, team: str) -> str | None:
    from dashboards.business.filters import SQL as PAGES
    from dashboards.common.figures import ask

    got = ask(
        PAGES,
        "vendas_por",
        **between(date(2000, 1, 1), date(2100, 1, 1)).parameters(),
        **NO_CHOICE | WAYS["items"] | {"equipes": (team,), "com_cancelados": 0},
    )["vendas_por"]
    sold = {str(value)[:10] for value in part(got, "dia", "quando")["quando"]}
    options = ask(PAGES, "opcoes")["opcoes"]
    day, last = options["primeira"].min(), options["ultima"].max()
    while day <= last:
        if str(day)[:10] not in sold:
            return str(day)[:10]
        day += timedelta(days=1)
    return None


def test_periods_end_at_the_last_sale_and_know_what_they_stand_against() -> None:
    first, last = date(2016, 9, 4), date(2018, 3, 31)
    year = preset("12m", first, last)
    assert (year.start, year.end) == (date(2017, 4, 1), last)
    assert (year.before_start, year.before_end) == (date(2016, 4, 1), date(2017, 3, 31))
    assert year.before_is_year
    month = preset("mes", first, last)
    assert (month.start, month.before_start, month.before_end) == (
        date(2018, 3, 1),
        date(2018, 2, 1),
        date(2018, 2, 28),
    )
    days = preset("30d", first, last)
    assert (days.start, days.before_start, days.before_end) == (
        date(2018, 3, 2),
        date(2018, 1, 31),
        date(2018, 3, 1),
    )
    assert (days.year_start, days.year_end) == (date(2017, 3, 2), date(2017, 3, 31))
    assert preset("tudo", first, last).start == first
    assert months_before(date(2020, 2, 29), 12) == date(2019, 2, 28)


@pytest.mark.parametrize("place", [0, 1], ids=["running", "closed"])
@pytest.mark.parametrize("kind", ["Mensal", "Trimestral", "Anual"])
def test_targets_are_those_of_the_source(
    kind: str, place: int, loaded_once: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboards.business.filters import SQL as PAGES
    from dashboards.common.figures import ask

    monkeypatch.setenv("DW_DATA_DIR", str(loaded_once.data_dir))
    st.cache_resource.clear()
    periods = ask(PAGES, "metas_periodos", tipo=kind, equipes="")["metas_periodos"]
    start, end = (periods[name].iloc[place].date() for name in ("periodo_inicio", "periodo_fim"))
    got = ask(
        PAGES,
        *("metas_ritmo", "metas_dias", "metas_vendedores", "metas_equipes", "metas_regionais"),
        tipo=kind,
        inicio=start,
        fim=end,
        equipes="",
    )
    st.cache_resource.clear()
    source = rows_of(loaded_once, "targets_of_period", tipo=kind, inicio=start)
    assert source["fim"].iloc[0].date() == end
    _same(got["metas_vendedores"], source, "vendedor", SELLERS)
    for frame, name in (("metas_equipes", "equipe"), ("metas_regionais", "regional")):
        sums = source.groupby(name, as_index=False)[["meta", "realizado"]].sum()
        sums["atingido"] = sums["realizado"] / sums["meta"] * 100
        _same(got[frame], sums, name, SUMS)
    teams = got["metas_equipes"]
    assert list(teams["lugar"]) == list(range(1, len(teams) + 1))
    assert teams["percentual_atingido"].is_monotonic_decreasing
    met = source[source["atingido"] >= 100].groupby("equipe").size()
    assert dict(teams.set_index("equipe")["batidas"]) == {
        team: met.get(team, 0) for team in teams["equipe"]
    }
    whole = periods.iloc[place]
    assert whole["batidas"] == met.sum()
    assert whole["atingimento_percent"] == pytest.approx(
        source["realizado"].sum() / source["meta"].sum() * 100
    )
    _same_pace(got, source, start, end)


SELLERS = {
    "lugar": "lugar",
    "movimento": "movimento",
    "equipe": "equipe",
    "meta": "meta",
    "realizado": "realizado",
    "percentual_atingido": "atingido",
    "quartil": "quartil",
}
SUMS = {"meta": "meta", "realizado": "realizado", "percentual_atingido": "atingido"}


def _same(found: pd.DataFrame, source: pd.DataFrame, key: str, names: dict[str, str]) -> None:
    """Every row of the page is one of the source: numbers to half a cent, texts as they are."""
    ours, theirs = (frame.sort_values(key).reset_index(drop=True) for frame in (found, source))
    assert list(ours[key]) == list(theirs[key])
    for name, of_source in names.items():
        if pd.api.types.is_numeric_dtype(theirs[of_source]):
            numbers = theirs[of_source].astype(float).to_numpy()
            assert ours[name].astype(float).to_numpy() == pytest.approx(
                numbers, abs=0.0051, nan_ok=True
            ), name
        else:
            assert list(ours[name]) == list(theirs[of_source]), name


def _same_pace(got: Figures, source: pd.DataFrame, start: date, end: date) -> None:
    assert got.cutoff is not None
    whole, passed = working_days(start, end), working_days(start, min(got.cutoff.date(), end))
    pace = got["metas_ritmo"].iloc[0]
    assert (pace["dias_uteis"], pace["dias_uteis_decorridos"]) == (whole, passed)
    meta, done = source["meta"].sum(), source["realizado"].sum()
    cents = 0.01 * len(source)  # each seller's is rounded
    assert float(pace["meta_ate_aqui"]) == pytest.approx(meta * passed / whole, abs=cents)
    if passed:
        assert float(pace["projecao"]) == pytest.approx(done * whole / passed, abs=cents)
        assert float(pace["projecao_percent"]) == pytest.approx(
            done * whole / passed / meta * 100, abs=100 * cents / meta
        )
    else:
        assert pd.isna(pace["projecao"])
    # The days add up to it: the pace's line ends where the card stands.
    days = got["metas_dias"]
    assert days["receita"].sum() == pytest.approx(done)
    expected = {row.dia.date(): row.esperado for row in days.itertuples()}
    for one in (start, start + (end - start) // 2, end - timedelta(days=1)):
        so_far = working_days(start, one + timedelta(days=1))
        assert float(expected[one]) == pytest.approx(meta * so_far / whole), one


# The answers that name customers, for those who may see them (dashboards/business/persons.py).
OF_PERSONS = {"lista_clientes.sql", "vendedor_clientes.sql", "base.itens_do_vendedor.sql"}


def test_a_customer_is_named_where_persons_are_asked_for_alone() -> None:
    personal = ("nome_cliente", "cpf", "email", "telefone", "cep", "data_nascimento")
    for file in (ROOT / "dashboards" / "business" / "sql").glob("*.sql"):
        text = file.read_text("utf-8")
        found = {word for word in personal if word in text}
        assert found == ({"nome_cliente"} & found if file.name in OF_PERSONS else set()), file.name
