"""The business pages in a browser, as a person uses them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Warehouse

from dashboards.conftest import OpenPage, Serve, card, settle

PAGES = {
    "vendas": ("Vendas", "Sales"),
    "metas": ("Metas", "Targets"),
    "descontos": ("Descontos", "Discounts"),
    "clientes": ("Clientes", "Customers"),
}
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(scope="module")
def business(serve: Serve, loaded_once: Warehouse, tmp_path_factory: Any) -> Iterator[Any]:
    """The pages over a copy of the loaded shop that the tests may lock: their address, its data."""
    data = loaded_once.copy_to(tmp_path_factory.mktemp("business") / "data")
    with serve("business", data) as url:
        yield url, data


def go_to(page: Any, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_text(name, exact=True).click()
    page.wait_for_function(
        "name => document.querySelector('.dw-head h1')?.innerText === name", arg=name
    )
    settle(page)


def choose(page: Any, key: str, value: str) -> None:
    """Adds a value to a filter."""
    page.locator(f".st-key-{key} input").first.click()
    page.get_by_role("option", name=value, exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{key}=**")
    settle(page)


def test_every_page_opens_and_half_of_them_in_english(business: Any, open_page: OpenPage) -> None:
    page = open_page(business[0])
    for place, language in enumerate(("PT", "EN")):
        if language == "EN":
            page.locator(".st-key-lang").get_by_text("EN", exact=True).click()
            page.wait_for_url("**lang=EN**")
            settle(page)
        for names in list(PAGES.values())[:: place + 1]:
            go_to(page, names[place])
            assert page.locator('[data-testid="stException"]').count() == 0
            assert page.locator(".dw-state").count() == 0
            page.locator(".dw-asof").wait_for()
            assert page.locator(".dw-card").count() == 6
            page.locator('[data-testid="stVegaLiteChart"] svg.marks').first.wait_for()


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
    assert "regiao=Sudeste" in page.url
    assert page.locator(".dw-chip").all_inner_texts()[-1] == "Sudeste"
    go_to(page, "Vendas")
    page.wait_for_url("**regiao=Sudeste**")
    assert card(page, "Receita") == revenue
    other = open_page(page.url)
    assert card(other, "Receita") == revenue


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


def test_a_figure_downloads_as_csv(business: Any, open_page: OpenPage) -> None:
    page = open_page(business[0])
    with page.expect_download() as waited:
        page.locator(".st-key-csv-mapa button").first.click()
    text = Path(waited.value.path()).read_text("utf-8-sig")
    assert waited.value.suggested_filename == "mapa.csv"
    assert text.startswith("uf,estado,regiao,receita,")
    assert "\nSP,São Paulo,Sudeste," in text


def test_a_locked_warehouse_leaves_the_last_figures(
    business: Any, open_page: OpenPage, cli_environment: Mapping[str, str]
) -> None:
    page = open_page(business[0])
    before = card(page, "Receita")
    hold = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute('create or replace table held as select 1 as um'); c.execute('checkpoint');"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(business[1].warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(cli_environment),
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"held\n"
        page.locator(".dw-stale").wait_for()
        assert card(page, "Receita") == before
        assert page.locator(".st-key-periodo").count() == 1
    page.locator(".dw-stale").wait_for(state="detached")


def test_without_a_warehouse_it_says_how_to_make_one(
    serve: Serve, open_page: OpenPage, loaded_once: Warehouse, tmp_path: Path
) -> None:
    data = Warehouse(tmp_path)
    with serve("business", data) as url:
        page = open_page(url, width=390, dark=True)
        assert page.locator(".dw-state code").inner_text() == "python run.py"
        shutil.copyfile(loaded_once.warehouse, data.warehouse)
        page.locator(".dw-card").first.wait_for()
        assert page.evaluate(OVERFLOW) <= 0, "wider than a phone"
        page.close()
