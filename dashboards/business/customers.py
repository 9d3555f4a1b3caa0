"""Clientes: who buys again, who stays, who is about to leave. Groups and counts, never a person."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.change import partial_month
from dashboards.business.filters import Filters
from dashboards.business.heat import heat
from dashboards.business.period import months_before
from dashboards.business.segments import (
    beyond_segments,
    chosen_words,
    customer_list,
    grid,
    groups,
    own_filters,
    segments,
)
from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, chart, joined, months, tips
from dashboards.common.figures import Figures
from dashboards.common.formats import compact, compact_money, money, month, number, percent
from dashboards.common.look import series
from dashboards.common.page import heading
from dashboards.common.text import _

SHOWN_COHORTS = 18


def customers() -> None:
    """Draws the page."""
    heading(_("Clientes"), _("Quem volta, quem fica, quem está indo embora?"))
    chosen = filters.chosen(own=own_filters)
    if chosen is None:
        return
    got = filters.answers(
        chosen,
        "clientes_indicadores",
        "clientes_novos",
        "clientes_coortes",
        "clientes_rfm",
        more=chosen_words(),
        **_months(chosen),
    )
    # Scores and groups are the customer's, out of all that they ever bought.
    aside = joined(chosen.beyond("regiao", "estado"), _place(chosen))
    whole = joined(_("toda a história de cada cliente"), aside)
    cards(_cards(got, chosen, aside, beyond_segments()), key="indicadores-clientes")
    rfm = got["clientes_rfm"]
    left, right = st.columns(2, gap="small")
    with left:
        grid(rfm, whole)
    with right:
        segments(rfm, whole)
    left, right = st.columns([5, 4], gap="small")
    with left:
        _cohorts(got, joined(partial_month(chosen.period, chosen.first), beyond_segments()))
    with right:
        _new(got, joined(partial_month(chosen.period, chosen.first), beyond_segments()))
    groups(rfm, whole)
    customer_list(chosen, _place(chosen))


def _place(chosen: Filters) -> str:
    """Says that what is of the customer follows the places of delivery as if they were its own."""
    by_place = chosen.chosen["regiao"] or chosen.chosen["estado"]
    return _("região e estado: por endereço do cliente") if by_place else ""


def _months(chosen: Filters) -> dict[str, Any]:
    """The first month whose cohort is whole in the period, as far as a heat map has room."""
    start = chosen.period.start
    if start.day > 1 and start > chosen.first:
        start = months_before(start, -1).replace(day=1)
    shown = months_before(chosen.period.end, SHOWN_COHORTS - 1)
    return {"coorte_de": f"{max(start, shown):%Y-%m}"}


def _cards(got: Figures, chosen: Filters, aside: str, beyond: str) -> list[Card]:
    found, by_month, rfm = (
        got["clientes_indicadores"].iloc[0],
        got["clientes_novos"],
        got["clientes_rfm"],
    )
    # In a period that begins with the sales nobody can be from before.
    known = chosen.period.start > chosen.first
    risk = rfm[rfm["segmento_rfm"] == "Em risco"]
    return [
        Card(
            _("Compradores"),
            compact(found["compradores"]),
            figure=found["compradores"],
            note=joined(_("no período"), beyond),
            trend=list(by_month["novos"] + by_month["recorrentes"]),
        ),
        Card(
            _("Clientes novos"),
            compact(found["novos"]),
            figure=found["novos"],
            note=joined(_("primeira compra no período"), beyond),
            trend=list(by_month["novos"]),
        ),
        Card(
            _("Receita de recorrentes"),
            percent(found["recorrentes_percent"]) if known else _("não disponível"),
            figure=found["recorrentes_percent"] if known else None,
            note=joined(_("de quem já comprava antes do período"), beyond),
        ),
        Card(
            _("Recompra"),
            percent(found["recompra_percent"]),
            figure=found["recompra_percent"],
            note=joined(_("compraram mais de uma vez no período"), beyond),
        ),
        Card(
            _("Receita por cliente"),
            money(found["receita_por_cliente"]),
            figure=found["receita_por_cliente"],
            note=joined(_("no período"), beyond),
        ),
        Card(
            _("Em risco"),
            compact(risk["clientes"].sum()),
            figure=risk["clientes"].sum(),
            note=joined(
                _("{amount} já comprados", amount=compact_money(risk["receita"].sum())),
                aside,
                beyond,
            ),
            help=_("Compravam com frequência, mas não ultimamente"),
        ),
    ]


def _cohorts(got: Figures, note: str) -> None:
    def draw(frame: pd.DataFrame) -> Any:
        order = list(dict.fromkeys(frame["nome"]))
        return heat(
            frame,
            alt.X("meses_depois:O", title=_("meses depois"), axis=alt.Axis(labelAngle=0)),
            alt.Y("nome:N", title=None, sort=order),
            "retencao_percent",
            _places(frame["retencao_percent"].max()),
            tips(
                frame,
                ("nome", _("Primeira compra"), "text"),
                ("meses_depois", _("Meses depois"), "text"),
                ("clientes", _("Clientes"), "count"),
                ("retencao_percent", _("Retenção"), "percent"),
            ),
        )

    found = got["clientes_coortes"]
    sizes = found[found["meses_depois"] == 0].set_index("coorte")["clientes"]
    named = found.assign(
        nome=[f"{month(value)} ({number(sizes.get(value))})" for value in found["coorte"]]
    )
    later = named[named["meses_depois"] > 0]
    chart(
        named if len(later) else named.iloc[:0],
        draw,
        title=_("Retenção por coorte"),
        unit=_("% que comprou de novo; mês da primeira compra (clientes)"),
        empty=_("Nenhuma coorte do período comprou de novo, ou o período é curto demais."),
        key="coortes",
        note=note,
        height=max(26 * later["coorte"].nunique() + 50, 160),
        drawn=later,
    )


def _places(largest: float) -> str:
    """As many places as tell a share from nought where all of them are small."""
    return ".0f" if largest >= 10 else ".1f" if largest >= 1 else ".2f"


def _new(got: Figures, note: str) -> None:
    names = {"novos": _("novos"), "recorrentes": _("recorrentes")}

    def draw(frame: pd.DataFrame) -> Any:
        scale = alt.Scale(domain=list(names.values()), range=series()[:2])
        return (
            alt.Chart(DATA)
            .mark_bar()
            .encode(
                x=months(frame),
                y=alt.Y("clientes:Q", title=None, axis=alt.Axis(tickCount=5)),
                color=alt.Color("grupo:N", scale=scale),
                tooltip=tips(
                    frame,
                    ("quando", _("Mês"), "month"),
                    ("grupo", _("Grupo"), "text"),
                    ("clientes", _("Clientes"), "count"),
                ),
            )
        )

    found = got["clientes_novos"]
    long = found.assign(quando=pd.to_datetime(found["quando"])).melt(
        id_vars=["quando"], value_vars=list(names), var_name="grupo", value_name="clientes"
    )
    chart(
        long.assign(grupo=long["grupo"].map(names)),
        draw,
        title=_("Novos e recorrentes"),
        unit=_("compradores por mês"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="novos-recorrentes",
        note=note,
        height=340,
    )
