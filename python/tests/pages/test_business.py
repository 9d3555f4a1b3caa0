"""The business pages in a browser, as a person uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from conftest import Warehouse

from dashboards.common.formats import percent
from pages.conftest import (
    OpenPage,
    Serve,
    assert_drawn,
    card,
    csv_of,
    fills_by_itself,
    go_to,
    held,
    in_english,
    number_in,
    settle,
)
from pages.source import last_order, row_of, rows_of, working_days

PAGES = {
    "vendas": ("Vendas", "Sales"),
    "resultado": ("Resultado", "Result"),
    "previsao": ("Previsão", "Forecast"),
    "metas": ("Metas", "Targets"),
    "vendedor": ("Vendedor", "Seller"),
    "descontos": ("Descontos", "Discounts"),
    "campanha": ("Campanha", "Campaign"),
    "clientes": ("Clientes", "Customers"),
}


@pytest.fixture(scope="module")
def business(serve: Serve, loaded_once: Warehouse, tmp_path_factory: Any) -> Iterator[Any]:
    """The pages over a copy of the loaded shop that the tests may lock: their address, its data."""
    data = loaded_once.copy_to(tmp_path_factory.mktemp("business") / "data")
    with serve("business", data) as url:
        yield url, data


def choose(page: Any, key: str, value: str) -> None:
    """Adds a value to a filter."""
    page.locator(f".st-key-{key} input").first.click()
    page.get_by_role("option", name=value, exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{key}=**")
    settle(page)


def amounts(page: Any, key: str, shape: str) -> list[str]:
    """What stands at the axis of amounts of a chart, once something of that shape is there."""
    labels = page.locator(f".st-key-panel-{key} svg.marks .role-axis-label text")
    labels.filter(has_text=re.compile(shape)).first.wait_for(state="attached")
    found = labels.all_text_contents()
    return [text.replace("\xa0", " ") for text in found if text[:1].isdigit()]


def test_every_page_opens_and_half_of_them_in_english(business: Any, open_page: OpenPage) -> None:
    page = open_page(business[0])
    for place in range(2):
        if place:
            in_english(page)
        for path, names in list(PAGES.items())[:: place + 1]:
            go_to(page, names[place])
            assert_drawn(page)
            page.locator(".dw-asof").wait_for()
            assert page.locator(".dw-card").count() == 6
            page.locator('[data-testid="stVegaLiteChart"] svg.marks').first.wait_for()
            shown = page.locator(".dw-card .dw-value").all_inner_texts()
            rows = csv_of(page, f"indicadores-{path}")
            assert [row["mostrado"].replace("\xa0", " ") for row in rows] == [
                text.replace("\xa0", " ") for text in shown
            ]


def headlines(page: Any, path: str) -> dict[str, dict[str, str]]:
    """The row of each card in the CSV of a page, by its label."""
    return {row["indicador"]: row for row in csv_of(page, f"indicadores-{path}")}


def values(found: Mapping[str, Mapping[str, str]]) -> dict[str, float]:
    return {label: number_in(row["valor"]) for label, row in found.items()}


def to_the_cent(expected: dict[str, Any]) -> Any:
    """A file has two decimals."""
    return pytest.approx(expected, abs=0.0051)


def preset_period(data: Warehouse) -> dict[str, Any]:
    """The period of a page that is opened without a choice: twelve months, the last one running."""
    last = last_order(data)
    year, month = (last.year - 1, last.month + 1) if last.month < 12 else (last.year, 1)
    return {"de": date(year, month, 1), "ate": last}


@pytest.mark.parametrize("chosen", [{}, {"equipe": 0}, {"categoria": 0}], ids=str)
def test_headlines_of_sales_are_the_sources(
    chosen: Mapping[str, int], business: Any, open_page: OpenPage
) -> None:
    url, data = business
    named = {"equipe": "", "categoria": ""}
    for name in chosen:
        best = rows_of(data, f"best_{name}", **preset_period(data))
        named[name] = str(best.iloc[0, 0])
    source = row_of(data, "headlines_vendas", **preset_period(data), **named)
    asked = urlencode({name: value for name, value in named.items() if value})
    assert values(headlines(open_page(f"{url}?{asked}"), "vendas")) == to_the_cent(
        {
            "Receita": source["receita"],
            "Pedidos": source["pedidos"],
            "Unidades": source["unidades"],
            "Ticket médio": source["ticket_medio"],
            "Margem": source["margem"],
            "Devolução": source["devolucao"],
        }
    )


def test_headlines_of_targets_are_the_sources(business: Any, open_page: OpenPage) -> None:
    url, data = business
    source = row_of(data, "headlines_metas", ate=last_order(data))
    found = headlines(open_page(f"{url}/metas"), "metas")
    start, end = source["inicio"].date(), source["fim"].date()
    today = open_page(f"{url}/metas").locator(".dw-asof").inner_text()
    cutoff = datetime.strptime(today.split(" até ")[1][:10], "%d/%m/%Y").date()
    passed, whole = working_days(start, min(cutoff, end)), working_days(start, end)
    pace = found.pop("Projeção de fechamento")["valor"]
    assert values(found) == to_the_cent(
        {
            "Atingimento": source["atingimento"],
            "Meta": source["meta"],
            "Realizado": source["realizado"],
            "Falta para a meta": source["falta"],
            "Bateram a meta": source["batidas"],
        }
    )
    assert found["Bateram a meta"]["mostrado"].endswith(f"/{source['vendedores']}")
    if passed:
        # Each seller's is rounded to the cent.
        closes = source["realizado"] * whole / passed
        assert number_in(pace) == pytest.approx(closes, abs=0.01 * source["vendedores"] + 0.01)
    else:
        assert pace == ""


def test_headlines_of_discounts_are_the_sources(business: Any, open_page: OpenPage) -> None:
    url, data = business
    source = row_of(data, "headlines_descontos", **preset_period(data))
    found = headlines(open_page(f"{url}/descontos"), "descontos")
    assert values(found) == to_the_cent(
        {
            "Desconto nos itens": source["concedido"],
            "Itens com desconto": source["itens_com"],
            "Margem com desconto": source["margem_com"],
            "Usos": source["usos"],
            "Aprovação": source["aprovacao"],
            "Campanhas": source["campanhas"],
        }
    )
    without = percent(source["margem_sem"])
    assert found["Margem com desconto"]["nota"] == f"contra {without} sem"
    assert found["Campanhas"]["nota"] == f"{source['com_prejuizo']:.0f} com prejuízo"


def test_headlines_of_customers_are_the_sources(business: Any, open_page: OpenPage) -> None:
    url, data = business
    source = row_of(data, "headlines_clientes", **preset_period(data))
    assert values(headlines(open_page(f"{url}/clientes"), "clientes")) == to_the_cent(
        {
            "Compradores": source["compradores"],
            "Clientes novos": source["novos"],
            "Receita de recorrentes": source["de_recorrentes"],
            "Recompra": source["recompra"],
            "Receita por cliente": source["por_cliente"],
            "Em risco": source["em_risco"],
        }
    )


def test_axes_are_written_as_the_language_does(business: Any, open_page: OpenPage) -> None:
    page = open_page(business[0])
    portuguese = amounts(page, "canal", r"\d\s(mil|mi)$")
    assert all(re.fullmatch(r"[\d.,]+( mil| mi)?", text) for text in portuguese)
    in_english(page)
    english = amounts(page, "canal", r"\d[KM]$")
    assert all(re.fullmatch(r"[\d.,]+[KM]?", text) for text in english)


def test_times_are_the_datas_in_every_zone(business: Any, open_page: OpenPage) -> None:
    def months(zone: str) -> list[str]:
        page = open_page(f"{business[0]}/descontos", zone=zone)
        page.locator(".st-key-panel-concedido svg.marks").wait_for()
        labels = page.locator(".st-key-panel-concedido svg.marks .role-axis-label text")
        found: list[str] = labels.all_text_contents()
        return found

    assert months("America/Sao_Paulo") == months("Asia/Tokyo") == months("UTC")


def test_filters_stay_on_every_page_and_travel_in_a_link(
    business: Any, open_page: OpenPage
) -> None:
    page = open_page(business[0])
    everything = card(page, "Receita")
    choose(page, "regiao", "Sudeste")
    page.wait_for_function(
        "old => document.querySelector('.dw-card .dw-value').innerText !== old", arg=everything
    )
    revenue = card(page, "Receita")
    go_to(page, "Clientes")
    page.wait_for_url("**regiao=Sudeste**")
    assert page.locator(".dw-chip").all_inner_texts()[-1] == "Sudeste"
    go_to(page, "Vendas")
    page.wait_for_url("**regiao=Sudeste**")
    assert card(page, "Receita") == revenue
    other = open_page(page.url)
    assert card(other, "Receita") == revenue


def click_mark(page: Any, key: str, layer: int = 0) -> None:
    """Clicks the first mark of a chart's layer."""
    marks = page.locator(f".st-key-panel-{key} svg.marks g.role-mark.layer_{layer}_marks path")
    marks.first.click()


def test_a_click_filters_the_page_and_a_second_one_takes_it_back(
    business: Any, open_page: OpenPage
) -> None:
    page = open_page(business[0])
    everything, best = card(page, "Receita"), csv_of(page, "canal")[0]
    click_mark(page, "canal")
    page.wait_for_url(f"**canal={best['canal']}**")
    settle(page)
    assert page.locator(".dw-chip").all_inner_texts()[-1] == best["canal"]
    assert page.locator(".st-key-canal").get_by_text(best["canal"]).count() == 1
    found = headlines(open_page(page.url), "vendas")["Receita"]["valor"]
    assert number_in(found) == number_in(best["receita"])
    click_mark(page, "canal")
    page.wait_for_url(lambda url: "canal=" not in url)
    page.wait_for_function(
        "old => document.querySelector('.dw-card .dw-value').innerText === old", arg=everything
    )


def test_a_state_of_the_map_and_a_cell_of_the_matrix_filter_too(
    business: Any, open_page: OpenPage
) -> None:
    page = open_page(business[0])
    click_mark(page, "mapa", layer=1)
    page.wait_for_url("**estado=**")
    settle(page)
    assert len(page.locator(".dw-chip").all_inner_texts()[-1]) == 2, "two letters of a state"
    page = open_page(f"{business[0]}/clientes")
    click_mark(page, "rfm")
    page.wait_for_url("**celula=R**")
    settle(page)
    assert re.fullmatch(r"R\d F\d", page.locator(".dw-chip").all_inner_texts()[-1])


def test_a_campaign_and_a_seller_open_from_where_they_are_named(
    business: Any, open_page: OpenPage
) -> None:
    page = open_page(f"{business[0]}/descontos")
    best = csv_of(page, "campanhas-resultado")[0]
    click_mark(page, "campanhas-resultado")
    page.wait_for_url("**/campanha?campanha=**")
    page.locator(".dw-chip").get_by_text(best["campanha"], exact=True).wait_for()
    assert page.locator(".dw-chip").first.inner_text() == best["campanha"]
    page = open_page(f"{business[0]}/metas")
    best = csv_of(page, "vendedores")[0]
    page.locator(".st-key-panel-vendedores .dvn-scroller").first.click(position={"x": 18, "y": 52})
    page.wait_for_url("**/vendedor?vendedor=**")
    page.locator(".dw-chip").get_by_text(best["vendedor"], exact=True).wait_for()


def test_the_products_open_level_by_level(business: Any, open_page: OpenPage) -> None:
    page = open_page(business[0])
    page.locator(".st-key-abrir input").click()
    page.get_by_role("option").first.click()
    page.wait_for_url("**abrir=**")
    page.locator(".st-key-abrir_sub input").click()
    page.get_by_role("option").first.click()
    page.wait_for_url("**abrir_sub=**")
    settle(page)
    assert page.locator('[data-testid="stException"]').count() == 0
    opened = open_page(page.url)
    opened.locator(".st-key-abrir_sub input").wait_for()
    opened.locator(".st-key-abrir").get_by_label("Clear value").click()
    opened.wait_for_url(lambda url: "abrir" not in url)


def test_a_targets_period_travels_in_a_link(business: Any, open_page: OpenPage) -> None:
    page = open_page(f"{business[0]}/metas")
    page.get_by_text("Anual", exact=True).click()
    page.wait_for_url("**tipo=Anual**")
    settle(page)
    page.locator(".st-key-meta_anual input").click()
    page.get_by_role("option").last.click()
    page.wait_for_url("**meta_anual=**")
    settle(page)
    other = open_page(page.url)
    assert card(other, "Projeção") == card(page, "Projeção")
    assert card(other, "Projeção") != card(open_page(f"{business[0]}/metas"), "Projeção")


def test_closed_targets_are_computed_anew_on_request(business: Any, open_page: OpenPage) -> None:
    page = open_page(f"{business[0]}/metas")
    assert page.get_by_text("Congelado contra reapresentado").count() == 0
    page.get_by_text("Recalcular as metas fechadas com as vendas de hoje").click()
    page.get_by_text("Congelado contra reapresentado").wait_for()
    settle(page)
    assert page.locator('[data-testid="stException"]').count() == 0


def test_a_figure_downloads_as_csv(business: Any, open_page: OpenPage) -> None:
    states = {row["uf"]: row for row in csv_of(open_page(business[0]), "mapa")}
    assert (states["SP"]["estado"], states["SP"]["regiao"]) == ("São Paulo", "Sudeste")
    assert number_in(states["SP"]["receita"]) > 0


def test_a_locked_warehouse_leaves_the_last_figures(
    business: Any, open_page: OpenPage, cli_environment: Mapping[str, str]
) -> None:
    page = open_page(business[0])
    before = card(page, "Receita")
    with held(business[1], cli_environment):
        page.locator(".dw-stale").wait_for()
        assert card(page, "Receita") == before
        assert page.locator(".st-key-periodo").count() == 1
    page.locator(".dw-stale").wait_for(state="detached")


def test_without_a_warehouse_it_says_how_to_make_one(
    serve: Serve, open_page: OpenPage, loaded_once: Warehouse, tmp_path: Path
) -> None:
    fills_by_itself("business", serve, open_page, loaded_once, tmp_path)
