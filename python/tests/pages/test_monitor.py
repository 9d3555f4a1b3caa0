"""The monitor in a browser, as a person uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import RunCli, Warehouse

from ecommerce_base.running import announced
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

PAGES = {
    "agora": ("Agora", "Now"),
    "execucoes": ("Execuções", "Runs"),
    "qualidade": ("Qualidade", "Quality"),
    "reconciliacao": ("Reconciliação", "Reconciliation"),
    "conexoes": ("Conexões e erros", "Connections and errors"),
}
SQL = Path(__file__).parent / "sql"
BROKEN = (
    "dim_equipe_valores_da_origem",  # it only warns
    "fact_vendas_regras_de_valor",
    "fact_vendas_regras_de_devolucao_e_comissao",
)


@pytest.fixture(scope="module")
def monitor(serve: Serve, loaded_once: Warehouse, tmp_path_factory: Any) -> Iterator[Any]:
    """The monitor over a copy of the loaded shop that the tests may lock: its address, its data."""
    data = loaded_once.copy_to(tmp_path_factory.mktemp("monitor") / "data")
    with serve("monitoring", data) as url:
        yield url, data


@pytest.fixture(scope="module")
def failing(loaded_once: Warehouse, tmp_path_factory: Any, run_cli: RunCli) -> Iterator[Warehouse]:
    """A warehouse with rows changed by hand, and a run whose tests have found them."""
    data = loaded_once.copy_to(tmp_path_factory.mktemp("failing") / "data")
    with duckdb.connect(str(data.warehouse)) as connection:
        connection.execute((SQL / "broken_rows.sql").read_text("utf-8"))
        connection.execute((SQL / "broken_sales.sql").read_text("utf-8"))
    done = run_cli("--select", *BROKEN, data_dir=data.data_dir)
    assert done.returncode == 1, done.stdout
    yield data


def test_every_page_opens_in_both_languages(monitor: Any, open_page: OpenPage) -> None:
    page = open_page(monitor[0])
    for place in range(2):
        if place:
            in_english(page)
        for path, names in PAGES.items():
            go_to(page, names[place])
            assert_drawn(page)
            values = page.locator(".dw-card .dw-value").all_inner_texts()
            if values:
                rows = csv_of(page, f"indicadores-{path}")
                assert [row["mostrado"] for row in rows] == values


@pytest.mark.parametrize("lang", ["PT", "EN"])
def test_the_first_screen_answers_without_scrolling(
    lang: str, failing: Warehouse, serve: Serve, open_page: OpenPage
) -> None:
    with duckdb.connect(str(failing.warehouse), read_only=True) as connection:
        ((alerts, causes),) = connection.execute(
            "select count(*), count(distinct causa) from ops.vw_alertas"
        ).fetchall()
    assert alerts >= len(BROKEN)  # each test; a run of tests alone is no load
    assert causes < alerts
    with serve("monitoring", failing) as url:
        page = open_page(f"{url}?lang={lang}", height=800)
        assert page.locator(".dw-list li").count() == causes
        assert page.locator(".dw-table tbody tr").count() == 10
        for part in (".dw-verdict", ".dw-cards", ".dw-table", ".dw-list"):
            box = page.locator(part).bounding_box()
            assert box["y"] + box["height"] <= 800, part
        page.close()


def test_a_failed_test_is_shown_with_its_rows(
    failing: Warehouse, serve: Serve, open_page: OpenPage
) -> None:
    with serve("monitoring", failing) as url:
        page = open_page(f"{url}/qualidade?teste=fact_vendas_regras_de_valor")
        assert card(page, "Testes que falharam") == "2"
        found = page.locator(".st-key-panel-amostras li").filter(has_text="fact_vendas_regras_de_v")
        assert found.locator(".dw-badge").inner_text() == "✕ falhou"
        assert "linhas: 5" in found.inner_text()
        rows = found.locator("code").all_inner_texts()
        assert len(rows) == 3
        assert all("regras_quebradas=valor_liquido" in row for row in rows)
        warned = page.locator(".st-key-panel-amostras li").last
        assert warned.locator(".dw-badge").inner_text() == "▲ aviso"
        assert "valor=quebrada" in warned.locator("code").first.inner_text()
        why = page.locator(".st-key-panel-um-teste")
        for part in ("O SQL do teste", "O registro da execução"):
            why.get_by_text(part).click()
        code = why.locator("pre").all_inner_texts()
        with duckdb.connect(str(failing.warehouse), read_only=True) as connection:
            assert len(connection.execute(code[0]).fetchall()) == 5, "what the SQL says fails"
        assert "fact_vendas_regras_de_valor" in code[1]
        assert "on-run-start" in code[1]
        table = csv_of(page, "testes-falhos")
        assert {row["teste"] for row in table} == set(BROKEN)
        assert all(row["amostra_1"] for row in table)
        go_to(page, "Agora")
        assert page.locator(".dw-verdict.dw-bad").count() == 1
        page.close()


def test_an_alert_leads_to_its_rows(failing: Warehouse, serve: Serve, open_page: OpenPage) -> None:
    with serve("monitoring", failing) as url:
        page = open_page(url)
        page.locator("summary").filter(has_text="alertas desta causa").click()
        page.locator("details a").filter(has_text="ver as linhas").last.click()
        page.wait_for_url("**/qualidade?**teste=**")
        settle(page)
        chosen = page.locator(".st-key-teste input").input_value()
        assert chosen in BROKEN
        assert page.locator(".st-key-panel-um-teste").inner_text().startswith(f"Por que {chosen}")
        page.close()


def test_the_lineage_of_an_entity_is_drawn(monitor: Any, open_page: OpenPage) -> None:
    page = open_page(f"{monitor[0]}/execucoes?entidade=dim_equipe")
    graph = page.locator(".st-key-panel-linhagem svg g.node")
    graph.first.wait_for()
    told = {text.strip() for text in graph.locator("text").all_text_contents()}
    assert told == {"✓ core.equipe", "✓ core.vendedor", "✓ dim_equipe"}


def test_the_first_page_has_an_address_and_an_unknown_one_is_said(
    monitor: Any, open_page: OpenPage, browser: Any
) -> None:
    page = open_page(f"{monitor[0]}/agora")
    assert page.locator(".dw-head h1").inner_text() == "Agora"
    assert page.get_by_role("dialog").count() == 0
    assert page.locator(".dw-stale").count() == 0
    other = browser.new_page()  # Streamlit tells the console, too
    other.goto(f"{monitor[0]}/nenhures")
    other.locator(".dw-stale").filter(has_text="Não há aqui uma página /nenhures").wait_for()
    other.close()


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


@pytest.mark.parametrize(
    ("path", "key", "label"),
    [("qualidade", "abertas", "Só as abertas"), ("reconciliacao", "so_diferencas", "Só as dif")],
)
def test_a_switch_is_in_the_address(
    path: str, key: str, label: str, monitor: Any, open_page: OpenPage
) -> None:
    page = open_page(f"{monitor[0]}/{path}")
    before = page.get_by_label(label).is_checked()
    page.get_by_text(label).click()
    page.wait_for_url(f"**{key}={int(not before)}**")
    other = open_page(page.url)
    assert other.get_by_label(label).is_checked() is not before
    page.get_by_text(label).click()
    page.wait_for_url(lambda url: key not in url)


def test_a_link_to_a_view_is_the_same_in_either_language(
    failing: Warehouse, serve: Serve, open_page: OpenPage
) -> None:
    with serve("monitoring", failing) as url:
        page = open_page(f"{url}/reconciliacao")
        page.locator(".st-key-entidade_comparada input").click()
        page.get_by_role("option", name="dim_cliente", exact=True).click()
        page.wait_for_url("**entidade_comparada=dim_cliente**")
        other = open_page(page.url + "&lang=EN")
        assert other.locator(".st-key-entidade_comparada input").input_value() == "dim_cliente"
        runs = open_page(f"{url}/execucoes?execucao=1&lang=EN")
        assert runs.locator(".st-key-execucao input").input_value().startswith("1 · ✓ success")
        wrong = open_page(f"{url}/qualidade?regra=' or 1=1 --&abertas=2")
        said = wrong.locator(".dw-stale").all_inner_texts()
        assert said == [
            "O endereço traz regra = ' or 1=1 --, que não existe aqui: foi ignorado.",
            "O endereço traz abertas = 2, que não existe aqui: foi ignorado.",
        ]
        assert "?" not in wrong.url
        go_to(wrong, "Execuções")
        assert wrong.locator(".dw-stale").count() == 0
        for opened in (page, other, runs, wrong):
            opened.close()


def test_a_table_downloads_as_csv(monitor: Any, open_page: OpenPage) -> None:
    rows = csv_of(open_page(monitor[0]), "entidades")
    assert len(rows) == 10
    assert {"entidade", "status"} <= rows[0].keys()


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
    with held(monitor[1], cli_environment):
        said = page.locator(".dw-stale")
        said.wait_for()
        assert "Números lidos agora há pouco." in said.inner_text()
        page.locator(".dw-card").nth(5).wait_for()
    page.locator(".dw-stale").wait_for(state="detached")


def test_without_a_warehouse_it_says_how_to_make_one(
    serve: Serve, open_page: OpenPage, loaded_once: Warehouse, tmp_path: Path
) -> None:
    fills_by_itself("monitoring", serve, open_page, loaded_once, tmp_path)
