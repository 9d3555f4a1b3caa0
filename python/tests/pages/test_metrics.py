"""What MetricFlow answers (`mf query`) is what the pages show, and what plain SQL says."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import streamlit as st
import yaml
from conftest import ROOT, Warehouse

from dashboards.business.change import part, totals
from dashboards.business.period import between
from ecommerce_documents.metrics import DEFINITIONS

SQL = Path(__file__).parent / "sql"
DEFINED = yaml.safe_load((ROOT / DEFINITIONS).read_text(encoding="utf-8"))
METRICS = [metric["name"] for metric in DEFINED["metrics"]]
# Metrics that the cards of Vendas show, called as the columns of the pages' .sql files.
SALES = (
    *("receita", "pedidos", "unidades", "ticket_medio"),
    *("margem_percent", "devolucao_percent", "desconto_percent"),
)


@pytest.fixture(scope="session")
def shop(loaded_once: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The loaded shop, which does not know the cost of one item: nor the margin of its month."""
    if importlib.util.find_spec("dbt_metricflow") is None:
        pytest.skip("no MetricFlow: docs/metrics.md says how to install it")
    copy = loaded_once.copy_to(tmp_path_factory.mktemp("metrics") / "data")
    with duckdb.connect(str(copy.warehouse)) as connection:
        connection.execute((SQL / "forget_a_cost.sql").read_text(encoding="utf-8"))
    return copy


@pytest.fixture(scope="session")
def answers(
    shop: Warehouse,
    cli_environment: Mapping[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, pd.DataFrame]:
    """Every metric in all (`total`) and by month; the saved queries by their names."""
    # MetricFlow reads target/ beside the project file; a developer's own stays as it is.
    project = tmp_path_factory.mktemp("metrics")
    for name in ("dbt_project.yml", "profiles.yml"):
        (project / name).write_bytes((ROOT / name).read_bytes())

    def run(command: str, *words: str, cwd: Path) -> None:
        done = subprocess.run(
            [str(Path(sys.executable).parent / command), *words],
            cwd=cwd,
            env={
                **cli_environment,
                "DW_DATA_DIR": str(shop.data_dir),
                "DBT_TARGET_PATH": str(project / "target"),
                "DBT_PROFILES_DIR": str(project),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run("dbt", "parse", "--quiet", cwd=ROOT)
    asked = {
        "total": ["--metrics", ",".join(METRICS)],
        "month": ["--metrics", ",".join(METRICS), "--group-by", "metric_time__month"],
        **{query["name"]: ["--saved-query", query["name"]] for query in DEFINED["saved_queries"]},
    }
    found = {}
    for name, words in asked.items():
        run("mf", "query", *words, "--csv", f"{name}.csv", cwd=project)
        found[name] = pd.read_csv(project / f"{name}.csv")
    by_month = found["month"]
    by_month.index = pd.Index(by_month.pop("metric_time__month").str[:7])
    return found


@pytest.fixture(scope="session")
def pages(shop: Warehouse) -> dict[str, pd.DataFrame]:
    """What the pages' own .sql files answer over all days, added up from the items."""
    from dashboards.business.filters import SQL as PAGES
    from dashboards.common.figures import ask

    choice: dict[str, Any] = dict.fromkeys(
        ("regioes", "estados", "canais", "equipes", "categorias"), ""
    )
    choice |= {"com_cancelados": 0, "mensal": 0, "livre": 0, "por_item": 1, "tipo": "Mensal"}
    with duckdb.connect(str(shop.warehouse), read_only=True) as connection:
        days = "select min(data_venda), max(data_venda) from vw.vw_vendas_diarias"
        first, last = connection.execute(days).fetchall()[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DW_DATA_DIR", str(shop.data_dir))
        st.cache_resource.clear()
        answered = ask(
            PAGES,
            *("vendas_por", "metas_periodos"),
            *("clientes_indicadores", "clientes_novos"),
            **between(first, last).parameters(),
            **choice,
        )
        st.cache_resource.clear()
    return answered.frames


def _same(found: pd.Series[Any], expected: pd.Series[Any]) -> None:
    """The same figures under the same names; one that is 0 may be missing, as a count is."""
    found, expected = (kind.astype(float) for kind in (found, expected))
    found, expected = (kind[kind.notna() & (kind != 0)] for kind in (found, expected))
    assert len(expected) > 0
    pd.testing.assert_series_equal(
        found.sort_index(), expected.sort_index(), check_names=False, check_index_type=False
    )


def test_they_are_what_plain_sql_says(answers: dict[str, pd.DataFrame], shop: Warehouse) -> None:
    with duckdb.connect(str(shop.warehouse), read_only=True) as connection:
        said = connection.execute((SQL / "metrics.sql").read_text(encoding="utf-8")).df()
    said = said.set_index("mes")
    assert said["itens_sem_custo"].sum() == 2  # of a month, and in all
    assert set(said.columns) == set(METRICS)
    for name in METRICS:
        of_all = float(said.loc["total", name])
        assert float(answers["total"].loc[0, name]) == pytest.approx(of_all, nan_ok=True), name
        _same(answers["month"][name], said[name].drop("total"))


def test_they_are_what_the_pages_show(
    answers: dict[str, pd.DataFrame], pages: dict[str, pd.DataFrame]
) -> None:
    whole, months = answers["total"].loc[0], answers["month"]
    found = pages["vendas_por"]
    shown = totals(found).loc["atual"]
    names = {"valor_bruto": "bruto", "valor_descontos": "descontos", "margem": "margem"}
    for metric, column in {**dict(zip(SALES, SALES, strict=True)), **names}.items():
        assert float(whole[metric]) == pytest.approx(float(shown[column]), nan_ok=True), metric
    by_month = part(found, "mes", "quando", *SALES)
    by_month.index = pd.Index(by_month["quando"].astype(str).str[:7])
    for metric in SALES:
        _same(months[metric], by_month[metric])
    assert whole["clientes_novos"] == pages["clientes_indicadores"]["novos"].iloc[0]
    new = pages["clientes_novos"].set_index("quando")["novos"]
    _same(months["clientes_novos"], new)
    targets = pages["metas_periodos"]
    targets.index = pd.Index(targets["periodo_inicio"].astype(str).str[:7])
    for metric, column in {
        "valor_meta": "meta",
        "valor_realizado": "realizado",
        "atingimento_percent": "atingimento_percent",
    }.items():
        _same(months[metric], targets[column])


def test_saved_queries_answer(
    answers: dict[str, pd.DataFrame], pages: dict[str, pd.DataFrame]
) -> None:
    for query in DEFINED["saved_queries"]:
        assert len(answers[query["name"]]) > 1, query["name"]
    by_channel = answers["receita_por_canal"].set_index("item__canal")
    columns = ("receita", "pedidos", "ticket_medio")
    shown = part(pages["vendas_por"], "canal", "canal", *columns).set_index("canal")
    for metric in columns:
        _same(by_channel[metric], shown[metric])
