"""What the pages tell beyond the headlines: losses, comparisons, forecast, one seller, persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd
import pytest
import streamlit as st
from conftest import Warehouse
from streamlit.testing.v1 import AppTest

from dashboards.business.attainment import whole_months
from dashboards.business.change import part, partial_month, steps, totals
from dashboards.business.filters import CHOICES, SQL, Filters
from dashboards.business.period import Period, between, months_before, preset
from dashboards.business.projection import NEEDED, begun, project
from dashboards.common.figures import Figures, ask
from dashboards.common.formats import compact, compact_money, day, month, percent
from pages.conftest import number_in
from pages.source import last_order, row_of, rows_of
from pages.test_business_figures import (
    NO_CHOICE,
    WAYS,
    _cards,
    _html,
    open_app,
    open_app_at,
)

__all__ = ["open_app"]


@pytest.fixture
def asked(loaded_once: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`asked(*names, **parameters)`: answers over the shared warehouse."""
    monkeypatch.setenv("DW_DATA_DIR", str(loaded_once.data_dir))
    st.cache_resource.clear()

    def answered(*names: str, **parameters: Any) -> Figures:
        return ask(SQL, *names, **parameters)

    yield answered
    st.cache_resource.clear()


def year_of(data: Warehouse) -> Period:
    last = last_order(data)
    return between(months_before(last, 11).replace(day=1), last)


def choice(**chosen: str) -> dict[str, str]:
    return {"regiao": "", "estado": "", "canal": "", **chosen}


@pytest.mark.parametrize("way", ["orders", "items"])
def test_what_was_cancelled_and_the_freight_are_the_sources(
    way: str, asked: Any, loaded_once: Warehouse
) -> None:
    period = year_of(loaded_once)
    got = asked(
        "vendas_por",
        **period.parameters(),
        **NO_CHOICE,
        **WAYS[way],
        com_cancelados=1,
    )["vendas_por"]
    for which, start, end in (
        ("atual", period.start, period.end),
        ("anterior", period.before_start, period.before_end),
    ):
        source = row_of(loaded_once, "result_source", de=start, ate=end, **choice())
        assert source["cancelados"] > 0
        row = totals(got).loc[which]
        for name, value in source.items():
            assert float(row[name]) == pytest.approx(float(value), abs=0.001), (which, name)
    days = {"de": period.start, "ate": period.end}
    source = row_of(loaded_once, "result_source", **days, **choice())
    for group in ("dia", "mes", "canal", "estado"):
        for name in ("pedidos", "cancelados", "valor_cancelado", "frete"):
            assert float(part(got, group, name)[name].sum()) == pytest.approx(float(source[name]))
    for key, name in (("canal", "canal"), ("estado", "uf")):
        for row in part(got, key, name, "valor_cancelado", "frete").itertuples():
            source = row_of(
                loaded_once, "result_source", **days, **choice(**{key: getattr(row, name)})
            )
            assert float(row.valor_cancelado) == pytest.approx(float(source["valor_cancelado"]))
            assert float(row.frete) == pytest.approx(float(source["frete"]))


def test_the_cards_of_the_result_are_the_sources(open_app: Any, loaded_once: Warehouse) -> None:
    last = last_order(loaded_once)
    period = preset("12m", last, last)
    shown = open_app_at(open_app, "resultado", regiao="Sudeste")
    source = row_of(
        loaded_once,
        "result_source",
        de=period.start,
        ate=period.end,
        **choice(regiao="Sudeste"),
    )
    found = _cards(shown)
    orders = source["pedidos"] + source["cancelados"]
    assert found["Cancelado"] == compact_money(source["valor_cancelado"])
    assert found["Pedidos cancelados"] == percent(source["cancelados"] / orders * 100)
    assert found["Frete cobrado"] == compact_money(source["frete"])


def test_a_period_ends_with_the_last_order_cancelled_or_not(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch, open_app: Any
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        (end,) = connection.execute("select max(data_id) from fact.agg_pedidos").fetchone() or (0,)
        last = f"{end % 100:02}/{end // 100 % 100:02}/{end // 10_000}"
        for cancelled in (
            "update fact.agg_pedidos set eh_cancelado = 1 where data_id > ?",
            "delete from fact.agg_vendas_diarias where data_id > ?",
        ):
            connection.execute(cancelled, [end - end % 100])
    monkeypatch.setenv("DW_DATA_DIR", str(loaded.data_dir))
    st.cache_resource.clear()
    shown = open_app_at(open_app, "resultado", periodo="mes")
    assert f"01{last[2:]} a {last}" in _html(shown)
    assert _cards(shown)["Pedidos cancelados"] == percent(100)


def test_freight_that_is_not_kept_yet_is_not_available(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch, open_app: Any
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute("update fact.agg_vendas_diarias set valor_frete = null")
    monkeypatch.setenv("DW_DATA_DIR", str(loaded.data_dir))
    st.cache_resource.clear()
    shown = open_app_at(open_app, "resultado")
    assert _cards(shown)["Frete cobrado"] == "não disponível"
    assert "python run.py --full-refresh" in _html(shown)


def test_months_that_are_not_whole_and_those_before_the_first_order_are_no_falls() -> None:
    period = between(date(2026, 1, 10), date(2026, 6, 20))
    months = pd.date_range("2026-01-01", "2026-06-01", freq="MS")
    rows = {"grupo": "mes", "quando": months, "receita": 5.0, "pedidos": 1, "unidades": 1}
    found = pd.DataFrame({"periodo": "atual", **rows})
    made = steps(found, period, date(2025, 1, 1))
    assert list(made["completo"]) == [False, True, True, True, True, False]
    said = "o primeiro mês começa em 10/01/2026 · o último mês vai até 20/06/2026"
    assert partial_month(period, date(2025, 1, 1)) == said
    late = steps(found[2:], period, date(2026, 3, 1))
    assert list(late["quando"]) == list(months[2:])
    assert list(late["completo"]) == [True, True, True, False]
    whole = between(date(2026, 1, 1), date(2026, 6, 30))
    assert steps(found, whole, date(2025, 1, 1))["completo"].all()
    assert partial_month(whole, date(2025, 1, 1)) == ""


def test_weekdays_before_the_first_order_are_no_days_without_a_sale(
    asked: Any, loaded_once: Warehouse
) -> None:
    sold = rows_of(loaded_once, "days_sold")
    first, last = (sold["dia"].agg(end).date() for end in ("min", "max"))
    nothing: dict[str, tuple[str, ...]] = dict.fromkeys(CHOICES, ())
    chosen = Filters(between(first - timedelta(days=400), last), nothing, first, last)
    found = asked("por_dia_da_semana", **chosen.parameters(), com_cancelados=0)["por_dia_da_semana"]
    assert found["dias"].sum() == (last - first).days + 1
    mean = (
        sold.groupby((sold["dia"].dt.day_of_week + 1) % 7 + 1)["receita"].sum()
        / found.set_index("dia_da_semana")["dias"]
    )
    assert list(found["receita_por_dia"].astype(float)) == pytest.approx(list(mean))


def test_attainment_counts_whole_months_alone(asked: Any, loaded_once: Warehouse) -> None:
    last = last_order(loaded_once)
    period = between(months_before(last, 5).replace(day=10), last)
    found = asked("metas_dos_meses", **period.parameters(), equipes="")["metas_dos_meses"]
    source = rows_of(loaded_once, "targets_of_period_months", de=period.start, ate=period.end)
    assert [row.date() for row in found["periodo_inicio"]] == [
        row.date() for row in source["inicio"]
    ]
    for name in ("meta", "realizado"):
        assert list(found[name].astype(float)) == pytest.approx(list(source[name].astype(float)))
    chosen = Filters(period, {}, period.start, period.end)
    inside = list(whole_months(found, chosen))
    expected = [
        start.date() >= period.start and end.date() <= period.end + pd.Timedelta(days=1)
        for start, end in zip(source["inicio"], source["fim"], strict=True)
    ]
    assert inside == expected
    assert not inside[0], "begins on the tenth"
    assert any(inside)


def test_the_page_says_which_months_the_attainment_is_of(
    open_app: Any, loaded_once: Warehouse
) -> None:
    last = last_order(loaded_once)
    start = months_before(last, 3).replace(day=1)
    end = months_before(last, 1).replace(day=5)
    shown = _html(open_app(periodo="datas", de=str(start), ate=str(end)))
    source = rows_of(loaded_once, "targets_of_period_months", de=start, ate=end)[:2]
    reached = percent(source["realizado"].sum() / source["meta"].sum() * 100)
    first, second = (month(value) for value in source["inicio"])
    assert f"{reached} da meta de {first} a {second}; fora" in shown
    assert f"não estar inteiro no período: {month(end)}" in shown
    until = end.replace(day=1) - timedelta(days=1)
    alone = row_of(loaded_once, "without_a_seller", de=start, ate=until)["receita"]
    assert f"fora, sem vendedor: {compact_money(alone)}" in shown
    few = _html(open_app(periodo="datas", de=str(end), ate=str(end)))
    assert "O período não tem um mês inteiro: sem atingimento." in few


def test_the_reader_chooses_what_the_period_stands_against(
    open_app: Any, loaded_once: Warehouse
) -> None:
    last = last_order(loaded_once)
    month_of = (months_before(last, 7).replace(day=1), months_before(last, 6).replace(day=1))
    free = (month_of[0], month_of[1] - pd.Timedelta(days=1))
    for how, start, end in (
        ({"comparar": "ano"}, months_before(last, 12), months_before(last, 12)),
        ({"comparar": "datas", "contra_de": free[0], "contra_ate": free[1]}, *free),
    ):
        shown = open_app_at(open_app, "", periodo="mes", **how)
        now, before = (
            row_of(loaded_once, "headlines_vendas", de=a, ate=b, equipe="", categoria="")
            for a, b in (
                (last.replace(day=1), last),
                (start.replace(day=1) if how["comparar"] == "ano" else start, end),
            )
        )
        change = percent((now["receita"] / before["receita"] - 1) * 100, sign=True)
        page = _html(shown)
        assert f">{change}<" in page
        assert f"a {day(end)}" in page
        assert shown.query_params["comparar"] == how["comparar"]
    days = (free[1] - free[0]).days + 1
    if abs(days - last.day) > 3:
        assert f"({last.day} dias contra {days})" in page


def test_wrong_days_to_compare_with_are_ignored(open_app: Any) -> None:
    shown = open_app(comparar="datas", contra_de="2030-01-01", contra_ate="x")
    assert "contra_de, contra_ate = 2030-01-01, x, que não existe aqui" in _html(shown)


def expected_months(revenue: list[float]) -> list[float]:
    """The next three months, by hand."""
    growth = sum(revenue[-6:]) / sum(revenue[-18:-12])
    return [revenue[place - 12] * growth for place in range(3)]


def test_the_forecast_and_its_error_are_what_the_source_gives(
    open_app: Any, loaded_once: Warehouse
) -> None:
    found = rows_of(loaded_once, "months_source")
    last = last_order(loaded_once)
    first = found["primeiro"].iloc[0].date()
    whole = [
        float(row.receita)
        for row in found.itertuples()
        if row.mes > f"{first:%Y-%m}" or first.day == 1
        if row.mes < f"{last + pd.Timedelta(days=1):%Y-%m}"
    ]
    assert len(whole) >= NEEDED
    errors, naive = [], []
    for known in range(18, len(whole)):
        told = expected_months(whole[:known])
        for ahead, actual in enumerate(whole[known : known + 3]):
            errors.append(abs(told[ahead] / actual - 1))
            naive.append(abs(whole[known + ahead - 12] / actual - 1))
    shown = _cards(open_app_at(open_app, "previsao"))
    coming = expected_months(whole)
    if (last + pd.Timedelta(days=1)).day != 1:  # the first of them has begun
        size = pd.Timestamp(last).days_in_month
        coming[0] = float(found["receita"].iloc[-1]) + coming[0] * (size - last.day) / size
        assert shown[month(last).capitalize()] == compact_money(coming[0])
    assert shown["Próximos 3 meses"] == compact_money(sum(coming))
    assert shown["Erro médio"] == percent(100 * sum(errors) / len(errors))
    assert shown["Repetir o ano anterior erraria"] == percent(100 * sum(naive) / len(naive))


def test_a_short_history_is_not_forecast() -> None:
    months = pd.date_range("2024-01-01", periods=NEEDED, freq="MS")
    revenue = pd.Series([100.0 + place for place in range(NEEDED)], index=months)
    found = project(revenue)
    assert found is not None
    assert (found.months["low"] <= found.months["forecast"]).all()
    assert project(revenue[1:]) is None
    assert project(revenue.where(revenue.index != months[3], 0.0)) is None


def test_a_steady_season_is_forecast_without_an_error() -> None:
    months = pd.date_range("2023-01-01", periods=36, freq="MS")
    season = [100.0 + 10 * when.month for when in months]
    found = project(pd.Series(season, index=months))
    assert found is not None
    assert list(found.months["forecast"]) == pytest.approx([110.0, 120.0, 130.0])
    assert found.error == pytest.approx(0)


def test_a_month_that_has_begun_is_what_came_in_and_the_days_left() -> None:
    months = pd.date_range("2023-01-01", periods=36, freq="MS")
    found = project(pd.Series([100.0 + 10 * when.month for when in months], index=months))
    assert found is not None
    made = begun(found, 200.0, 0.25)
    assert list(made.months["forecast"]) == pytest.approx([227.5, 120.0, 130.0])
    assert (made.months["low"] <= made.months["high"]).all()
    assert made.months["low"].iloc[0] >= 200


def test_a_seller_is_what_the_source_says(
    open_app: Any, loaded_once: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DW_DASHBOARD_PERSONS", "1")
    last = last_order(loaded_once)
    period = preset("12m", last, last)
    days = {"de": period.start, "ate": period.end}
    who = int(rows_of(loaded_once, "best_seller", **days).iloc[0, 0])
    shown = open_app_at(open_app, "vendedor", vendedor=who)
    source = row_of(loaded_once, "seller_source", vendedor=who, **days)
    found = _cards(shown)
    assert found["Receita"] == compact_money(source["receita"])
    assert found["Pedidos"] == compact(source["pedidos"])
    assert found["Clientes"] == compact(source["clientes"])
    ticket = source["receita"] / source["pedidos"]
    assert number_in(found["Ticket médio"]) == pytest.approx(ticket, abs=0.011)
    assert found["Comissão"] == compact_money(source["comissao"])
    goals = rows_of(loaded_once, "targets_of_seller", vendedor=who, **days)
    reached = goals["realizado"].sum() / goals["meta"].sum() * 100
    assert found["Atingimento"] == percent(reached)


def test_the_customers_of_a_seller_are_the_sources(asked: Any, loaded_once: Warehouse) -> None:
    period = year_of(loaded_once)
    days = {"de": period.start, "ate": period.end}
    who = int(rows_of(loaded_once, "best_seller", **days).iloc[0, 0])
    found = asked("vendedor_clientes", vendedor=who, **days)["vendedor_clientes"]
    source = rows_of(loaded_once, "seller_customers", vendedor=who, **days)
    ours, theirs = (frame.set_index("cliente_id") for frame in (found, source))
    assert len(found) == min(len(source), 50)
    for key, row in ours.iterrows():
        assert row["cliente"] == theirs.loc[key, "cliente"]
        assert row["pedidos"] == theirs.loc[key, "pedidos"]
        assert float(row["receita"]) == pytest.approx(float(theirs.loc[key, "receita"]))


def test_a_campaign_is_what_the_source_says(open_app: Any, loaded_once: Warehouse) -> None:
    source = rows_of(loaded_once, "campaign_source").iloc[0]
    shown = _cards(open_app_at(open_app, "campanha", campanha=source["codigo"]))
    assert shown["Pedidos"] == compact(source["pedidos"])
    assert shown["Desconto dado"] == compact_money(source["concedido"])
    assert shown["Resultado"] == compact_money(source["resultado"])


def test_the_months_of_a_campaign_add_up(asked: Any, loaded_once: Warehouse) -> None:
    source = rows_of(loaded_once, "campaign_source").iloc[0]
    got = asked("campanha_meses", "campanha_canais", codigo=source["codigo"])
    for frame in ("campanha_meses", "campanha_canais"):
        for name in ("pedidos", "receita", "concedido"):
            assert float(got[frame][name].sum()) == pytest.approx(float(source[name])), name


def test_a_segment_lists_its_customers(asked: Any, loaded_once: Warehouse) -> None:
    source = rows_of(loaded_once, "segment_source").sort_values("cliente_id")
    assert len(source) > 1
    parts = {"segmentos": ("Em risco",), "regioes": "", "estados": ""}
    found = asked("lista_clientes", **parts, celulas="")["lista_clientes"]
    found = found.sort_values("cliente_id")
    for name in ("cliente_id", "cliente", "recencia", "frequencia", "pedidos"):
        assert list(found[name]) == list(source[name]), name
    assert list(found["receita"].astype(float)) == pytest.approx(
        list(source["receita"].astype(float))
    )
    cell = f"R{source['recencia'].iloc[0]} F{source['frequencia'].iloc[0]}"
    few = asked("lista_clientes", **parts, celulas=(cell,))["lista_clientes"]
    same = (source["recencia"] == source["recencia"].iloc[0]) & (
        source["frequencia"] == source["frequencia"].iloc[0]
    )
    assert sorted(few["cliente_id"]) == list(source.loc[same, "cliente_id"])


def customers_of(open_app: Any, **address: Any) -> AppTest:
    return open_app_at(open_app, "clientes", segmento="Em risco", lista=1, **address)


def test_persons_are_for_those_who_may_see_them(
    open_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "este painel não mostra pessoas"
    hidden = customers_of(open_app)
    assert said in _html(hidden)
    assert not hidden.dataframe
    monkeypatch.setenv("DW_DASHBOARD_PERSONS", "1")
    shown = customers_of(open_app)
    assert said not in _html(shown)
    assert len(shown.dataframe) == 1
    monkeypatch.delenv("DW_DASHBOARD_PERSONS")
    seller = open_app_at(open_app, "vendedor")
    assert all("cliente" not in table.value for table in seller.dataframe)


def test_a_segment_is_an_active_filter_of_its_page(open_app: Any) -> None:
    shown = open_app_at(open_app, "clientes", segmento="Em risco", celula="R1 F3")
    page = _html(shown)
    assert '<span class="dw-chip">Em risco</span>' in page
    assert '<span class="dw-chip">R1 F3</span>' in page
    assert page.count("sem o filtro de segmento") >= 8, "six cards, cohorts, new buyers"
    shown.button(key="limpar").click().run()
    assert "segmento" not in shown.query_params
    assert "sem o filtro de segmento" not in _html(shown)
