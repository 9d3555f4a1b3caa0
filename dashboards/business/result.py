"""Resultado: what is lost between gross value and margin, cancellations and freight."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.bridge import bridge
from dashboards.business.change import against, grain, part, partial_month, time_format, totals
from dashboards.business.period import Period
from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, bars, chart, joined, table, tips
from dashboards.common.formats import compact_money, missing, money, number, percent
from dashboards.common.look import colour
from dashboards.common.page import heading
from dashboards.common.text import _, in_currency

SUMS = (
    *("pedidos", "bruto", "descontos", "receita", "margem", "frete", "cancelados"),
    "valor_cancelado",
)
FREIGHT = ("frete_percent", "frete_por_pedido")
CANCELLED = ("cancelados_percent", "valor_cancelado_percent")
RATES = (*FREIGHT, *CANCELLED)


def result() -> None:
    """Draws the page."""
    heading(_("Resultado"), _("O que se perde entre o valor bruto e a margem?"))
    chosen = filters.chosen(compared=True)
    if chosen is None:
        return
    got = filters.answers(
        chosen,
        "vendas_por",
        "origem_diz",
        compared=True,
        com_cancelados=1,
    )
    found, unknown = _known(got["vendas_por"], got["origem_diz"])
    series = part(found, grain(chosen.period), "quando", *SUMS, *RATES)
    series["quando"] = pd.to_datetime(series["quando"])
    cards(_cards(totals(found), series, chosen.period, unknown), key="indicadores-resultado")
    left, right = st.columns([4, 5], gap="small")
    with left:
        bridge(totals(found), chosen.returns_known)
    with right:
        _cancelled(series, chosen.period, chosen.first)
    states = part(found, "estado", "uf", "estado", "regiao", *SUMS, *RATES)
    left, right = st.columns(2, gap="small")
    with left:
        _by_channel(part(found, "canal", "canal", *SUMS, *RATES))
    with right:
        _freight(states)
    _states(states)


def _known(found: pd.DataFrame, told: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Without freight or cancellations where no order anywhere has any: nobody told of them.

    And why a figure is not known.
    """
    later = _("falta nos pedidos de antes: `python run.py --full-refresh` os completa")
    why = dict.fromkeys(("frete", *FREIGHT), later)
    why["margem"] = _("a origem não diz o custo de todos os itens")
    if told["maior_frete"].max() == 0:
        why |= dict.fromkeys(("frete", *FREIGHT), _("a origem não diz o frete"))
        found = found.assign(**dict.fromkeys(("frete", *FREIGHT), float("nan")))
    if not told["cancelados"].sum():
        names = ("cancelados", "valor_cancelado", *CANCELLED)
        why |= dict.fromkeys(names, _("a origem não traz pedidos cancelados"))
        found = found.assign(**dict.fromkeys(names, float("nan")))
    return found, why


def _cards(
    by: pd.DataFrame, series: pd.DataFrame, period: Period, unknown: dict[str, str]
) -> list[Card]:
    shapes: list[tuple[str, str, str, Any, bool, bool]] = [
        (
            "bruto",
            _("Valor bruto"),
            _("Preço vezes quantidade; cancelados fora"),
            compact_money,
            False,
            True,
        ),
        (
            "margem",
            _("Margem bruta"),
            _("Receita menos o custo do que foi vendido"),
            compact_money,
            False,
            True,
        ),
        (
            "valor_cancelado",
            _("Cancelado"),
            _("Valor dos pedidos cancelados, já com desconto"),
            compact_money,
            False,
            False,
        ),
        (
            "cancelados_percent",
            _("Pedidos cancelados"),
            _("Cancelados sobre todos os pedidos que têm itens"),
            percent,
            True,
            False,
        ),
        (
            "frete",
            _("Frete cobrado"),
            _("Dos pedidos não cancelados, antes de frete grátis"),
            compact_money,
            False,
            True,
        ),
        (
            "frete_percent",
            _("Frete sobre a receita"),
            _("Frete cobrado sobre a receita"),
            percent,
            True,
            False,
        ),
    ]
    return [_card(by, series, period, unknown, *shape) for shape in shapes]


def _card(
    by: pd.DataFrame,
    series: pd.DataFrame,
    period: Period,
    unknown: dict[str, str],
    name: str,
    label: str,
    help: str,
    written: Any,
    points: bool,
    more_is_better: bool,
) -> Card:
    row = by.loc["atual"] if "atual" in by.index else None
    now = None if row is None else row[name]
    change = against(now, by, name, period, points=points, more_is_better=more_is_better)
    value = written(now)
    if row is not None and missing(now):
        value, change = _("não disponível"), {"note": unknown.get(name, "")}
    elif row is not None and name == "cancelados_percent":
        orders = _("{n} pedidos com itens", n=number(row["cancelados"]))
        if row["cancelados"] == 1:
            orders = _("um pedido com itens")
        change["note"] = joined(orders, change["note"])
    return Card(
        label=label,
        value=value,
        figure=now,
        help=help,
        trend=list(series[name]) if name in series else (),
        **change,
    )


def _cancelled(series: pd.DataFrame, period: Period, first: date) -> None:
    form = time_format(period)

    def draw(frame: pd.DataFrame) -> Any:
        x = alt.X(
            "yearmonth(quando):T" if period.long else "yearmonthdate(quando):T",
            title=None,
            axis=alt.Axis(format=form, tickCount=8, labelOverlap=True),
        )
        told = [
            alt.Tooltip("quando:T", title=_("Quando"), format=form),
            *tips(
                frame,
                ("cancelados_percent", _("Dos pedidos"), "percent"),
                ("valor_cancelado_percent", _("Do valor"), "percent"),
                ("cancelados", _("Pedidos cancelados"), "count"),
                ("valor_cancelado", _("Valor cancelado"), "money"),
            ),
        ]
        names = {"cancelados_percent": _("dos pedidos"), "valor_cancelado_percent": _("do valor")}
        scale = alt.Scale(domain=list(names.values()), range=[colour("info"), colour("warn")])
        axis = alt.Axis(title=None, tickCount=5)
        lines = [
            alt.Chart(DATA)
            .transform_calculate(nome=f"'{label}'")
            .mark_line(point=len(frame) <= 40)
            .encode(
                x=x,
                y=alt.Y(f"{name}:Q", axis=axis),
                color=alt.Color("nome:N", scale=scale),
                tooltip=told,
            )
            for name, label in names.items()
        ]
        return alt.layer(*lines)

    chart(
        series if series["cancelados"].fillna(0).any() else series.iloc[:0],
        draw,
        title=_("Cancelamentos"),
        unit=_("% cancelado"),
        empty=_("Nenhum pedido cancelado no período com estes filtros."),
        key="cancelamentos",
        note=partial_month(period, first),
        height=300,
    )


def _by_channel(found: pd.DataFrame) -> None:
    found = found.assign(
        rotulo=[
            f"{percent(row.cancelados_percent)}  {compact_money(row.valor_cancelado)}"
            for row in found.itertuples()
        ]
    )
    chart(
        found if found["cancelados"].fillna(0).any() else found.iloc[:0],
        bars(
            "canal",
            "cancelados_percent",
            ("canal", _("Canal"), "text"),
            ("cancelados_percent", _("Dos pedidos"), "percent"),
            ("cancelados", _("Pedidos cancelados"), "count"),
            ("valor_cancelado", _("Valor cancelado"), "money"),
            ("valor_cancelado_percent", _("Do valor"), "percent"),
            room=1.7,
            reach=0.0001,
        ),
        title=_("Cancelados por canal"),
        unit=_("% dos pedidos, valor"),
        empty=_("Nenhum pedido cancelado no período com estes filtros."),
        key="cancelados-canal",
        note=_("a origem não diz por que um pedido foi cancelado"),
        height=38 * len(found) + 60,
        click=filters.click("canal"),
    )


def _freight(states: pd.DataFrame) -> None:
    by_region = states.groupby("regiao", as_index=False)
    sums = by_region[["pedidos", "receita", "frete"]].sum(min_count=1)
    sums = sums[sums["pedidos"] > 0]
    sums["frete_percent"] = sums["frete"] / sums["receita"].where(sums["receita"] != 0) * 100
    sums["frete_por_pedido"] = sums["frete"] / sums["pedidos"]
    found = sums.sort_values("frete_percent", ascending=False)
    found["rotulo"] = [
        _(
            "{share}  {each} por pedido",
            share=percent(row.frete_percent),
            each=money(row.frete_por_pedido),
        )
        for row in found.itertuples()
    ]
    chart(
        found if found["frete"].notna().all() else found.iloc[:0],
        bars(
            "regiao",
            "frete_percent",
            ("regiao", _("Região"), "text"),
            ("frete_percent", _("Frete sobre a receita"), "percent"),
            ("frete_por_pedido", _("Frete por pedido"), "money"),
            ("frete", _("Frete cobrado"), "money"),
            ("pedidos", _("Pedidos"), "count"),
            room=1.7,
            reach=0.0001,
        ),
        title=_("Frete por região"),
        unit=_("% da receita, {currency} por pedido", currency=in_currency("R$")),
        empty=_("Nenhum frete a mostrar no período com estes filtros."),
        key="frete-regiao",
        height=38 * len(found) + 60,
        click=filters.click("regiao"),
    )


def _states(found: pd.DataFrame) -> None:
    table(
        found,
        title=_("Estados"),
        unit=_("frete e cancelamentos pelo estado de entrega"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="resultado-estados",
        columns={
            "estado": _("Estado"),
            "regiao": _("Região"),
            "receita": (_("Receita"), "money"),
            "margem": (_("Margem"), "money"),
            "frete": (_("Frete"), "money"),
            "frete_percent": (_("Frete (% da receita)"), "percent"),
            "frete_por_pedido": (_("Frete por pedido"), "money"),
            "cancelados": (_("Cancelados"), "count"),
            "cancelados_percent": (_("Cancelados (%)"), "percent"),
            "valor_cancelado": (_("Valor cancelado"), "money"),
        },
    )
