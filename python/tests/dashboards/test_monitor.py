"""The monitor in a browser, as a person uses it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Warehouse

from dashboards.conftest import OpenPage, Serve, card, number_in, settle
from ecommerce_dw.running import announced

PAGES = {
    "agora": ("Agora", "Now"),
    "execucoes": ("Execuções", "Runs"),
    "qualidade": ("Qualidade", "Quality"),
    "reconciliacao": ("Reconciliação", "Reconciliation"),
    "conexoes": ("Conexões e erros", "Connections and errors"),
}
SQL = Path(__file__).parent / "sql"


@pytest.fixture(scope="module")
def monitor(serve: Serve, loaded_once: Warehouse, tmp_path_factory: Any) -> Iterator[Any]:
    """The monitor over a copy of the loaded shop that the tests may lock: its address, its data."""
    data = loaded_once.copy_to(tmp_path_factory.mktemp("monitor") / "data")
    with serve("monitoring", data) as url:
        yield url, data


def title(page: Any) -> str:
    text: str = page.locator(".dw-head h1").inner_text()
    return text


def test_every_page_opens_in_both_languages(monitor: Any, open_page: OpenPage) -> None:
    page = open_page(monitor[0])
    for place, language in enumerate(("PT", "EN")):
        if language == "EN":
            page.get_by_role("radio", name="EN").or_(
                page.get_by_text("EN", exact=True)
            ).first.click()
            settle(page)
        for names in PAGES.values():
            page.get_by_test_id("stSidebarNav").get_by_text(names[place], exact=True).click()
            page.wait_for_function(
                "name => document.querySelector('.dw-head h1')?.innerText === name",
                arg=names[place],
            )
            settle(page)
            assert page.locator('[data-testid="stException"]').count() == 0
            assert page.locator(".dw-state").count() == 0
    assert "lang=EN" in page.url


def test_headlines_are_those_of_the_audit_tables(monitor: Any, open_page: OpenPage) -> None:
    page = open_page(monitor[0])
    with duckdb.connect(str(monitor[1].warehouse), read_only=True) as connection:
        expected = connection.execute((SQL / "headlines.sql").read_text("utf-8")).fetchone()
    assert expected is not None
    written, quarantined, different, entities = expected
    assert number_in(card(page, "Linhas gravadas")) == written
    assert number_in(card(page, "Linhas em quarentena")) == quarantined
    assert number_in(card(page, "Diferenças da origem")) == different
    assert card(page, "Entidades no prazo").endswith(f"/{entities}")
    assert page.locator(".dw-table tbody tr").count() == entities


def test_filters_are_in_the_address_and_a_link_restores_them(
    monitor: Any, open_page: OpenPage
) -> None:
    page = open_page(f"{monitor[0]}/execucoes?lang=EN&entidade=dim_cliente&ultimas=60")
    assert page.get_by_text("Volume of dim_cliente").count() == 1
    page.get_by_text("15", exact=True).first.click()
    page.wait_for_url("**ultimas=15**")
    settle(page)
    assert page.get_by_text("Volume of dim_cliente").count() == 1


def test_a_table_downloads_as_csv(monitor: Any, open_page: OpenPage) -> None:
    page = open_page(monitor[0])
    with page.expect_download() as waited:
        page.locator(".st-key-csv-entidades button").first.click()
    text = Path(waited.value.path()).read_text("utf-8-sig")
    assert waited.value.suggested_filename == "entidades.csv"
    assert text.startswith("entidade,status,")
    assert len(text.splitlines()) == 11


def test_a_run_is_shown_while_it_goes_on(monitor: Any, open_page: OpenPage) -> None:
    page = open_page(monitor[0])
    with announced(monitor[1].data_dir):
        page.get_by_text("Execução em curso", exact=False).wait_for()
        page.locator(".dw-stale").wait_for()
        page.locator(".dw-card").nth(5).wait_for()  # the last figures stay
    page.get_by_text("Execução em curso", exact=False).wait_for(state="detached")
    page.locator(".dw-stale").wait_for(state="detached")


def test_a_locked_warehouse_leaves_the_last_figures(
    monitor: Any, open_page: OpenPage, cli_environment: Mapping[str, str]
) -> None:
    page = open_page(monitor[0])
    hold = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute('create or replace table held as select 1 as um'); c.execute('checkpoint');"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(monitor[1].warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(cli_environment),
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"held\n"
        page.locator(".dw-stale").wait_for()
        page.locator(".dw-card").nth(5).wait_for()
    page.locator(".dw-stale").wait_for(state="detached")


def test_without_a_warehouse_it_says_how_to_make_one(
    serve: Serve, open_page: OpenPage, loaded_once: Warehouse, tmp_path: Path
) -> None:
    data = Warehouse(tmp_path)
    with serve("monitoring", data) as url:
        page = open_page(url, width=390, dark=True)
        assert page.locator(".dw-state code").inner_text() == "python run.py"
        shutil.copyfile(loaded_once.warehouse, data.warehouse)
        page.locator(".dw-verdict").wait_for()
        assert title(page) == "Agora"
        overflow = "document.documentElement.scrollWidth - window.innerWidth"
        assert page.evaluate(overflow) <= 0, "wider than a phone"
        page.close()
