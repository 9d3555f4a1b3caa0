"""The charts of Vendas."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from dashboards.business import filters
from dashboards.business.brazil import abroad, map_click, map_of_states, outline
from dashboards.business.change import part, partial_month, time_format
from dashboards.business.period import Period
from dashboards.common.charts import DATA, bars, chart, either, table, tips
from dashboards.common.figures import Figures
from dashboards.common.formats import day, percent
from dashboards.common.look import colour
from dashboards.common.text import _, in_currency

STATE = ("uf", "estado", "regiao", "receita", "participacao_percent", "pedidos", "ticket_medio")


def trend(series: pd.DataFrame, period: Period, first: date) -> None:
    """Revenue by step, beside what it stands against."""
    this, last = _("Período"), compared_with(period)
    whole = series["completo"]
    split = series.assign(
        cheia=series["receita"].where(whole),
        parcial=series["receita"].where(
            ~whole | ~whole.shift(-1, fill_value=True) | ~whole.shift(1, fill_value=True)
        ),
        antes_dia=[day(value) for value in series["quando_antes"]],
    )

    def draw(frame: pd.DataFrame) -> Any:
        form = time_format(period)
        axis = alt.Axis(title=None, format=form, tickCount=min(len(frame), 12), labelOverlap=True)
        x = alt.X("quando:T", axis=axis)
        base = alt.Chart(DATA).transform_calculate(agora=f"'{this}'", antes=f"'{last}'")
        scale = alt.Scale(domain=[this, last], range=[colour("info"), colour("none")])
        y_axis = alt.Axis(title=None, tickCount=5)
        said = [
            alt.Tooltip("quando:T", title=_("Quando"), format=form),
            *tips(
                frame,
                ("receita", _("Receita"), "money"),
                ("receita_antes", last, "money"),
                *([] if period.long else [("antes_dia", _("Dia comparado"), "text")]),
                ("pedidos", _("Pedidos"), "count"),
                ("ticket_medio", _("Ticket médio"), "money"),
            ),
        ]
        area = base.mark_area(opacity=0.12, color=colour("info")).encode(
            x=x, y=alt.Y("cheia:Q", axis=y_axis)
        )
        running = base.mark_line(strokeDash=[2, 3], point=True).encode(
            x=x, y="parcial:Q", color=alt.Color("agora:N", scale=scale), tooltip=said
        )
        line = base.mark_line(point=len(frame) <= 40).encode(
            x=x, y="cheia:Q", color=alt.Color("agora:N", scale=scale), tooltip=said
        )
        then = base.mark_line(strokeDash=[4, 3]).encode(
            x=x, y="receita_antes:Q", color=alt.Color("antes:N", scale=scale)
        )
        return alt.layer(area, then, running, line)

    chart(
        series if series["receita"].any() else series.iloc[:0],
        draw,
        title=_("Receita por mês") if period.long else _("Receita por dia"),
        unit=in_currency("R$"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="receita",
        note=partial_month(period, first),
        height=320,
        drawn=split,
    )


def compared_with(period: Period) -> str:
    """The name of the line that the period stands against."""
    if period.before_is_year:
        return _("Um ano antes")
    return _("Dias escolhidos") if period.comparison == "datas" else _("Período anterior")


def map_panel(found: pd.DataFrame) -> None:
    """Revenue by state."""
    by_state = part(found, "estado", *STATE)
    chart(
        by_state,
        map_of_states,
        title=_("Receita por estado"),
        unit=_("R$, estado de entrega"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="mapa",
        note=abroad(by_state),
        height=320,
        click=map_click(by_state),
        estados=outline(),
    )


def channels(found: pd.DataFrame) -> None:
    """Revenue by channel."""
    rates = ("ticket_medio", "margem_percent", "devolucao_percent", "desconto_percent")
    chart(
        part(found, "canal", "canal", "receita", "participacao_percent", "pedidos", *rates),
        bars(
            "canal",
            "receita",
            ("canal", _("Canal"), "text"),
            ("receita", _("Receita"), "money"),
            ("pedidos", _("Pedidos"), "count"),
            ("ticket_medio", _("Ticket médio"), "money"),
            ("margem_percent", _("Margem"), "percent"),
            ("devolucao_percent", _("Devolução"), "percent"),
            says="format(datum.participacao_percent, ',.0f') + '%'",
            room=1.15,
        ),
        title=_("Canal"),
        unit=_("receita em R$, participação"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="canal",
        click=filters.click("canal"),
        height=220,
    )


def weekdays(got: Figures) -> None:
    """The mean day by weekday."""

    def draw(frame: pd.DataFrame) -> Any:
        x = alt.X("dia:N", sort=None, title=None, axis=alt.Axis(labelAngle=0))
        bars = (
            alt.Chart(DATA)
            .mark_bar()
            .encode(
                x=x,
                y=alt.Y("indice:Q", title=None, axis=alt.Axis(tickCount=4)),
                color=either("datum.indice >= 100", colour("info"), colour("none")),
                tooltip=tips(
                    frame,
                    ("dia", _("Dia"), "text"),
                    ("indice", _("Índice"), "count"),
                    ("receita_por_dia", _("Receita por dia"), "money"),
                ),
            )
        )
        rule = alt.Chart(DATA).mark_rule(strokeDash=[4, 3], color=colour("soft"))
        return alt.layer(bars, rule.encode(y=alt.YDatum(100)))

    found = got["por_dia_da_semana"]
    days = [_("dom"), _("seg"), _("ter"), _("qua"), _("qui"), _("sex"), _("sáb")]
    named = found.assign(dia=[days[int(day) - 1] for day in found["dia_da_semana"]])
    chart(
        named if named["indice"].notna().any() else named.iloc[:0],
        draw,
        title=_("Dia da semana"),
        unit=_("receita por dia, 100 = dia médio"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="dia-da-semana",
        height=220,
    )


def discounts(totals: pd.DataFrame, series: pd.DataFrame, period: Period) -> None:
    """What share of the gross value was given away."""
    form = time_format(period)

    def draw(frame: pd.DataFrame) -> Any:
        return (
            alt.Chart(DATA)
            .mark_line(point=len(frame) <= 40)
            .encode(
                x=alt.X(
                    "quando:T",
                    title=None,
                    axis=alt.Axis(format=form, tickCount=5, labelOverlap=True),
                ),
                y=alt.Y("desconto_percent:Q", title=None, axis=alt.Axis(tickCount=4)),
                tooltip=[
                    alt.Tooltip("quando:T", title=_("Quando"), format=form),
                    *tips(frame, ("desconto_percent", _("Desconto"), "percent")),
                ],
            )
        )

    total = totals["desconto_percent"].get("atual")
    given = series[series["completo"] & series["desconto_percent"].notna()]
    chart(
        given if given["desconto_percent"].any() else given.iloc[:0],
        draw,
        title=_("Quanto virou desconto"),
        unit=_("% do valor bruto"),
        empty=_("Nenhum desconto no período com estes filtros."),
        key="desconto",
        note=_("{share} no período", share=percent(total)) if total else "",
        height=220,
    )


def states(found: pd.DataFrame) -> None:
    """Figures by state."""
    table(
        part(found, "estado", *STATE),
        title=_("Estados"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="estados",
        columns={
            "estado": _("Estado"),
            "regiao": _("Região"),
            "receita": (_("Receita"), "money"),
            "participacao_percent": (_("Parte (%)"), "percent"),
            "pedidos": (_("Pedidos"), "count"),
            "ticket_medio": (_("Ticket médio"), "money"),
        },
    )
