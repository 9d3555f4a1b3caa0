"""The headlines of the business pages against plain SQL over the source, for any shop."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest
import streamlit as st
from conftest import Warehouse
from streamlit.testing.v1 import AppTest

from dashboards.business.period import months_before
from dashboards.common.formats import compact, compact_money, money, percent
from pages.source import plain
from pages.test_business_figures import APP, _cards, _turned

UNKNOWN = "não disponível"


def assert_headlines(data: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards of the last 12 months are the source's; what it does not tell is not available."""
    monkeypatch.setenv("DW_DATA_DIR", str(data.data_dir))  # the shop's currency too
    with duckdb.connect(str(data.source), read_only=True) as connection:
        (last,) = connection.execute(plain("last_order")).fetchone() or (None,)
        (told,) = connection.execute(plain("told")).df().to_dict("records")
    assert isinstance(last, date)
    days = {"de": months_before(last, 11).replace(day=1), "ate": last}
    sales = _one(data, "business_source", **days, regiao="", canal="")
    lost = _one(data, "result_source", **days, regiao="", estado="", canal="")
    buyers = _one(data, "new_customers", **days, canal="")
    assert sales["pedidos"] > 0
    ordered = lost["pedidos"] + lost["cancelados"]
    margin = sales["receita"] and 100 * sales["margem"] / sales["receita"]
    expected = {
        "": {
            "Receita": compact_money(sales["receita"]),
            "Pedidos": compact(sales["pedidos"]),
            "Unidades": compact(sales["unidades"]),
            "Ticket médio": money(sales["receita"] / sales["pedidos"]),
            "Margem": percent(margin) if told["custos"] else UNKNOWN,
            "Devolução": percent(sales["devolucao_percent"]) if told["devolucoes"] else UNKNOWN,
        },
        "resultado": {
            "Valor bruto": compact_money(sales["bruto"]),
            "Margem bruta": compact_money(sales["margem"]) if told["custos"] else UNKNOWN,
            "Cancelado": compact_money(lost["valor_cancelado"]) if told["cancelados"] else UNKNOWN,
            "Pedidos cancelados": percent(100 * lost["cancelados"] / ordered)
            if told["cancelados"]
            else UNKNOWN,
            "Frete cobrado": compact_money(lost["frete"]) if told["fretes"] else UNKNOWN,
            "Frete sobre a receita": percent(100 * float(lost["frete"]) / float(sales["receita"]))
            if told["fretes"]
            else UNKNOWN,
        },
        "clientes": {
            "Compradores": compact(buyers["compradores"]),
            "Clientes novos": compact(buyers["novos"]),
            "Recompra": percent(100 * sales["recompraram"] / sales["compradores"]),
            "Receita por cliente": money(sales["receita_de_clientes"] / sales["compradores"]),
        },
    }
    st.cache_resource.clear()
    app = AppTest.from_file(APP, default_timeout=120).run()
    for page, cards in expected.items():
        shown = _cards(_turned(app, page) if page else app)
        assert {label: shown[label] for label in cards} == cards, page
    st.cache_resource.clear()


def _one(data: Warehouse, file: str, **parameters: Any) -> dict[str, Any]:
    with duckdb.connect(str(data.source), read_only=True) as connection:
        return dict(connection.execute(plain(file), parameters).df().iloc[0])
