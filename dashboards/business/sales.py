"""Vendas: how much is sold, to where, of what, through which channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.brazil import map_of_states, outline
from dashboards.business.metrics import meaning
from dashboards.business.period import DAY, Period
from dashboards.business.products import curve, products
from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, chart, either, table, tips
from dashboards.common.figures import Figures
from dashboards.common.formats import (
    compact,
    compact_money,
    day,
    missing,
    money,
    number,
    percent,
)
from dashboards.common.look import Tone, colour
from dashboards.common.page import heading
from dashboards.common.text import _, in_currency, language

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
    chosen = filters.chosen()
    if chosen is None:
        return
    grain = "por_mes" if chosen.period.long else "por_dia"
    got = filters.answers(
        chosen,
        "indicadores",
        grain,
        "por_estado",
        "por_canal",
        "por_dia_da_semana",
        "curva_abc",
        "produtos",
    )
    series = _series(got[grain], chosen.period)
    cards(_cards(got["indicadores"], series, chosen.period), key="indicadores-vendas")
    left, right = st.columns([5, 3], gap="small")
    with left:
        _trend(series, chosen.period)
    with right:
        _map(got)
    left, right = st.columns(2, gap="small")
    with left:
        products(got["produtos"])
    with right:
        curve(got["curva_abc"])
    left, middle, right = st.columns(3, gap="small")
    with left:
        _channels(got)
    with middle:
        _weekdays(got)
    with right:
        _discounts(got["indicadores"], series, chosen.period)
    left, right = st.columns([3, 5], gap="small")
    with left:
        _bridge(got["indicadores"])
    with right:
        _states(got)


def _bridge(found: pd.DataFrame) -> None:
    """From what was asked for to what came in; cancelled orders are in none of it."""
    steps = {
        "bruto": _("Bruto"),
        "descontos": _("Descontos"),
        "devolvido": _("Devoluções"),
        "receita": _("Receita"),
    }
    now = found[found["periodo"] == "atual"]
    values = [float(now[name].iloc[0]) for name in steps] if len(now) else []
    ends = [values[0], values[0] - values[1], values[3], 0.0] if values else []
    made = pd.DataFrame(
        {
            "passo": list(steps.values()) if values else [],
            "valor": values,
            "de": [0.0, *ends[:2], 0.0] if values else [],
            "ate": [*ends[:3], values[3]] if values else [],
            "rotulo": [compact_money(value) for value in values],
        }
    )

    def draw(frame: pd.DataFrame) -> Any:
        top = float(frame["ate"].max()) * 1.3 or 1.0
        base = alt.Chart(DATA).encode(y=alt.Y("passo:N", sort=None, title=None))
        bars = base.mark_bar(height={"band": 0.62}).encode(
            x=alt.X(
                "de:Q", title=None, axis=alt.Axis(tickCount=4), scale=alt.Scale(domain=[0, top])
            ),
            x2="ate:Q",
            color=either("datum.de > 0", colour("warn"), colour("info")),
            tooltip=tips(frame, ("passo", _("Passo"), "text"), ("valor", _("Valor"), "money")),
        )
        text = base.mark_text(align="left", dx=5, fontSize=11)
        return alt.layer(
            bars,
            text.transform_calculate(fim="max(datum.de, datum.ate)").encode(
                x="fim:Q", text="rotulo:N"
            ),
        )

    chart(
        made,
        draw,
        title=_("Do bruto à receita"),
        unit=_("sem pedidos cancelados"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="ponte",
        height=190,
    )


def _series(frame: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The period's steps, each beside the one a year before (`receita_ano`); none left out."""
    frame = frame.assign(quando=pd.to_datetime(frame["quando"])).set_index("quando")
    step = "MS" if period.long else "D"
    first = pd.Timestamp(period.start).replace(day=1) if period.long else period.start
    steps = pd.date_range(first, period.end, freq=step, name="quando")
    now = frame.reindex(steps)
    for column in ("receita", "pedidos", "unidades"):
        now[column] = now[column].fillna(0)
    # A month that is not over looks like a fall: it is drawn apart, and left out of small lines.
    partial = bool(_partial(period)) and len(now) > 1
    now["completo"] = [not partial or step != now.index[-1] for step in now.index]
    now["receita_ano"] = frame["receita"].reindex(steps - pd.DateOffset(years=1)).to_numpy()
    return now.reset_index()


def _cards(found: pd.DataFrame, series: pd.DataFrame, period: Period) -> list[Card]:
    by = found.set_index("periodo")
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
    now, before, year = (
        by[name].get(which) if which in by.index else None for which in ("atual", "anterior", "ano")
    )
    delta, tone = _change(now, before, points, more_is_better)
    a_year, _tone = _change(now, year, points, more_is_better)
    note = _("contra o ano anterior") if delta else ""
    if not period.before_is_year:
        note = _("ant.") if delta else ""
        note += (" · " if delta else "") + _("{change} ano", change=a_year) if a_year else ""
    if missing(now) and name in ("receita", "pedidos", "unidades"):
        now = 0
    orders = by["pedidos"].get("atual") if "atual" in by.index else 0
    if missing(now) and orders:
        value, note, delta = _("não disponível"), UNKNOWN[name](), ""
    else:
        value = written(now)
    return Card(
        label=label,
        value=value,
        figure=now,
        delta=delta,
        delta_tone=tone,
        note=note,
        trend=list(series.loc[series["completo"], name]),
        help=help,
    )


def _change(now: Any, then: Any, points: bool, more_is_better: bool) -> tuple[str, Tone]:
    """The change as text and what it means; nothing where one of the two is not known."""
    if missing(now) or missing(then) or (not points and not then):
        return "", "none"
    change = now - then if points else (now / then - 1) * 100
    if points:
        text = ("+" if change > 0 else "") + number(change, 1) + _(" p.p.")
    else:
        text = percent(change, sign=True)
    if abs(change) < 0.05:
        return text, "none"
    return text, "good" if (change > 0) == more_is_better else "bad"


def _trend(series: pd.DataFrame, period: Period) -> None:
    this, last = _("Período"), _("Um ano antes")
    whole = series["completo"]
    split = series.assign(
        cheia=series["receita"].where(whole),
        parcial=series["receita"].where(~whole | ~whole.shift(-1, fill_value=True)),
    )

    def draw(frame: pd.DataFrame) -> Any:
        form = _time_format(period)
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
                ("receita_ano", _("Um ano antes"), "money"),
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
            x=x, y="receita_ano:Q", color=alt.Color("antes:N", scale=scale)
        )
        return alt.layer(area, then, running, line)

    chart(
        series if series["receita"].any() else series.iloc[:0],
        draw,
        title=_("Receita por mês") if period.long else _("Receita por dia"),
        unit=in_currency("R$"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="receita",
        note=_partial(period),
        height=320,
        drawn=split,
    )


def _partial(period: Period) -> str:
    """What to know of the last step: a month that is not over looks like a fall."""
    if not period.long or (period.end + DAY).day == 1:
        return ""
    return _("o último mês vai até {day}", day=day(period.end))


def _time_format(period: Period) -> str:
    if period.long:
        return "%b %Y"
    return "%d/%m" if language() == "pt" else "%b %d"


def _map(got: Figures) -> None:
    chart(
        got["por_estado"],
        map_of_states,
        title=_("Receita por estado"),
        unit=_("R$, estado de entrega"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="mapa",
        height=320,
        estados=outline(),
    )


def _channels(got: Figures) -> None:
    def draw(frame: pd.DataFrame) -> Any:
        base = alt.Chart(DATA).encode(
            y=alt.Y("canal:N", sort=None, title=None),
            x=alt.X("receita:Q", title=None, axis=alt.Axis(tickCount=4)),
        )
        bars = base.mark_bar(size=26).encode(
            tooltip=tips(
                frame,
                ("canal", _("Canal"), "text"),
                ("receita", _("Receita"), "money"),
                ("pedidos", _("Pedidos"), "count"),
                ("ticket_medio", _("Ticket médio"), "money"),
                ("margem_percent", _("Margem"), "percent"),
                ("devolucao_percent", _("Devolução"), "percent"),
            )
        )
        shares = base.mark_text(align="left", dx=5, fontSize=11).transform_calculate(
            parte="format(datum.participacao_percent, ',.0f') + '%'"
        )
        return alt.layer(bars, shares.encode(text="parte:N"))

    chart(
        got["por_canal"],
        draw,
        title=_("Canal"),
        unit=_("receita em R$, participação"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="canal",
        height=220,
    )


def _weekdays(got: Figures) -> None:
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


def _discounts(found: pd.DataFrame, series: pd.DataFrame, period: Period) -> None:
    form = _time_format(period)

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

    total = found.loc[found["periodo"] == "atual", "desconto_percent"]
    given = series[series["completo"] & series["desconto_percent"].notna()]
    chart(
        given if given["desconto_percent"].any() else given.iloc[:0],
        draw,
        title=_("Quanto virou desconto"),
        unit=_("% do valor bruto"),
        empty=_("Nenhum desconto no período com estes filtros."),
        key="desconto",
        note=_("{share} no período", share=percent(total.iloc[0])) if len(total) else "",
        height=220,
    )


def _states(got: Figures) -> None:
    table(
        got["por_estado"],
        title=_("Estados"),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="estados",
        columns={
            "estado": _("Estado"),
            "regiao": _("Região"),
            "receita": (_("Receita"), "money"),
            "participacao_percent": (_("Participação (%)"), "percent"),
            "pedidos": (_("Pedidos"), "count"),
            "ticket_medio": (_("Ticket médio"), "money"),
        },
    )
