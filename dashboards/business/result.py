"""Resultado: what is lost between gross value and margin, cancellations and freight."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.bridge import bridge
from dashboards.business.change import against, partial_month, time_format
from dashboards.business.period import Period
from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, bars, chart, joined, table, tips
from dashboards.common.figures import Figures
from dashboards.common.formats import compact_money, missing, money, number, percent
from dashboards.common.look import colour
from dashboards.common.page import heading
from dashboards.common.text import _, in_currency

SUMS = ("pedidos", "bruto", "descontos", "receita", "frete", "cancelados", "valor_cancelado")


def result() -> None:
    """Draws the page."""
    heading(_("Resultado"), _("O que se perde entre o valor bruto e a margem?"))
    chosen = filters.chosen(compared=True)
    if chosen is None:
        return
    got = filters.answers(
        chosen,
        "resultado",
        "resultado_por_dia",
        "resultado_por_canal",
        "resultado_por_estado",
        compared=True,
    )
    series = _steps(got["resultado_por_dia"], chosen.period)
    cards(_cards(got["resultado"], series, chosen.period), key="indicadores-resultado")
    left, right = st.columns([4, 5], gap="small")
    with left:
        bridge(got["resultado"], chosen.returns_known)
    with right:
        _cancelled(series, chosen.period)
    left, right = st.columns(2, gap="small")
    with left:
        _by_channel(got)
    with right:
        _freight(got)
    _states(got)


def _steps(days: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Days, or months where the period is long, with their shares."""
    days = days.assign(quando=pd.to_datetime(days["quando"]))
    if period.long:
        days["quando"] = days["quando"].dt.to_period("M").dt.to_timestamp()
    sums = days[["quando", *SUMS]].groupby("quando", as_index=False).sum(min_count=1)
    sums[list(SUMS)] = sums[list(SUMS)].astype(float)
    ordered = sums["pedidos"] + sums["cancelados"]
    sums["cancelados_percent"] = sums["cancelados"] / ordered * 100
    would = sums["bruto"] - sums["descontos"] + sums["valor_cancelado"]
    sums["valor_cancelado_percent"] = sums["valor_cancelado"] / would * 100
    sums["frete_percent"] = sums["frete"] / sums["receita"].where(sums["receita"] != 0) * 100
    return sums


def _cards(found: pd.DataFrame, series: pd.DataFrame, period: Period) -> list[Card]:
    by = found.set_index("periodo")
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
    return [_card(by, series, period, *shape) for shape in shapes]


def _card(
    by: pd.DataFrame,
    series: pd.DataFrame,
    period: Period,
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
        why = {
            "margem": _("a origem não diz o custo de todos os itens"),
            "frete": _("falta nos pedidos de antes: `python run.py --full-refresh` os completa"),
            "frete_percent": _("falta nos pedidos de antes"),
        }
        value, change = _("não disponível"), {"note": why.get(name, "")}
    if row is not None and name == "cancelados_percent":
        orders = _("{n} pedidos com itens", n=number(row["cancelados"]))
        change["note"] = joined(orders, change["note"])
    return Card(
        label=label,
        value=value,
        figure=now,
        help=help,
        trend=list(series[name]) if name in series else (),
        **change,
    )


def _cancelled(series: pd.DataFrame, period: Period) -> None:
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
        series if series["cancelados"].any() else series.iloc[:0],
        draw,
        title=_("Cancelamentos"),
        unit=_("% cancelado"),
        empty=_("Nenhum pedido cancelado no período com estes filtros."),
        key="cancelamentos",
        note=partial_month(period),
        height=300,
    )


def _by_channel(got: Figures) -> None:
    found = got["resultado_por_canal"]
    found = found.assign(
        rotulo=[
            f"{percent(row.cancelados_percent)}  {compact_money(row.valor_cancelado)}"
            for row in found.itertuples()
        ]
    )
    chart(
        found if found["cancelados"].any() else found.iloc[:0],
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


def _freight(got: Figures) -> None:
    sums = (
        got["resultado_por_estado"]
        .groupby("regiao", as_index=False)[["pedidos", "receita", "frete"]]
        .sum(min_count=1)
    )
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


def _states(got: Figures) -> None:
    table(
        got["resultado_por_estado"],
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
