"""Vendas: how much is sold, to where, of what, through which channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.attainment import attainment
from dashboards.business.change import against, steps, totals
from dashboards.business.filters import SQL
from dashboards.business.metrics import meaning
from dashboards.business.period import Period
from dashboards.business.products import curve, products
from dashboards.business.sales_charts import (
    channels,
    discounts,
    map_panel,
    states,
    trend,
    weekdays,
)
from dashboards.common.cards import Card, cards
from dashboards.common.figures import ask
from dashboards.common.formats import compact, compact_money, missing, money, percent
from dashboards.common.page import heading
from dashboards.common.text import _

if TYPE_CHECKING:
    from collections.abc import Callable

# Figure → how it is written, whether its change is in points (a rate), whether more is better.
FIGURES: dict[str, tuple[Callable[[Any], str], bool, bool]] = {
    "receita": (compact_money, False, True),
    "pedidos": (compact, False, True),
    "unidades": (compact, False, True),
    "ticket_medio": (money, False, True),
    "margem_percent": (percent, True, True),
    "devolucao_percent": (percent, True, False),
}
# Why a figure can be unknown.
UNKNOWN: dict[str, Callable[[], str]] = {
    "margem_percent": lambda: _("a origem não diz o custo de todos os itens"),
    "devolucao_percent": lambda: _("a origem não traz devoluções"),
}


def sales() -> None:
    """Draws the page."""
    heading(_("Vendas"), _("Quanto vendemos, onde, de quê e por onde?"))
    chosen = filters.chosen(compared=True)
    if chosen is None:
        return
    got = filters.answers(
        chosen,
        "vendas_por",
        "por_dia_da_semana",
        "curva_abc",
        "produtos",
        "metas_dos_meses",
        compared=True,
        com_cancelados=0,
    )
    found = got["vendas_por"]
    series = steps(found, chosen.period, chosen.first)
    cards(_cards(totals(found), series, chosen.period), key="indicadores-vendas")
    left, right = st.columns([5, 3], gap="small")
    with left:
        trend(series, chosen.period, chosen.first)
    with right:
        map_panel(found)
    left, right = st.columns(2, gap="small")
    with left:
        products(got["produtos"])
    with right:
        curve(got["curva_abc"])
    left, middle, right = st.columns(3, gap="small")
    with left:
        channels(found)
    with middle:
        weekdays(got)
    with right:
        discounts(totals(found), series, chosen.period)
    if got["metas_dos_meses"].empty:
        states(found)
        return
    left, right = st.columns(2, gap="small")
    with left:
        name = "vendas_sem_vendedor"
        outside = None if chosen.chosen["equipe"] else ask(SQL, name, **chosen.parameters())[name]
        attainment(got["metas_dos_meses"], chosen, chosen.beyond("equipe"), outside)
    with right:
        states(found)


def _cards(by: pd.DataFrame, series: pd.DataFrame, period: Period) -> list[Card]:
    names = {
        "receita": _("Receita"),
        "pedidos": _("Pedidos"),
        "unidades": _("Unidades"),
        "ticket_medio": _("Ticket médio"),
        "margem_percent": _("Margem"),
        "devolucao_percent": _("Devolução"),
    }
    return [_card(name, names[name], meaning(name), by, series, period) for name in FIGURES]


def _card(
    name: str, label: str, help: str, by: pd.DataFrame, series: pd.DataFrame, period: Period
) -> Card:
    written, points, more_is_better = FIGURES[name]
    now = by[name].get("atual") if "atual" in by.index else None
    change = against(now, by, name, period, points=points, more_is_better=more_is_better)
    if missing(now) and name in ("receita", "pedidos", "unidades"):
        now = 0
    orders = by["pedidos"].get("atual") if "atual" in by.index else 0
    value = written(now)
    if missing(now) and orders:
        value = _("não disponível")
        change = {"note": UNKNOWN[name]()}
    return Card(
        label=label,
        value=value,
        figure=now,
        trend=list(series.loc[series["completo"], name]),
        help=help,
        **change,
    )
