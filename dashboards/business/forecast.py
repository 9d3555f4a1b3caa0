"""Previsão: what the next months should bring, and how wrong the method was before."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.filters import SQL
from dashboards.business.projection import (
    AHEAD,
    COVERED,
    GROWTH,
    NEEDED,
    Projection,
    begun,
    project,
    whole_months,
)
from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, chart, joined, months, table, tips
from dashboards.common.figures import ask
from dashboards.common.formats import compact_money, day, month, number, percent
from dashboards.common.look import colour
from dashboards.common.page import as_of, heading, state
from dashboards.common.text import _, in_currency

CARDS = "indicadores-previsao"
SHOWN = 24
"""Months of history that the chart shows."""


def forecast() -> None:
    """Draws the page."""
    heading(_("Previsão"), _("Quanto deve entrar, e quanto a conta costuma errar?"))
    chosen = filters.chosen("regiao", "estado", "canal", period=False)
    if chosen is None:
        return
    got = ask(SQL, "receita_mensal", **chosen.parameters())
    as_of(got)
    filters.says(chosen, "regiao", "estado", "canal", period=False)
    revenue = whole_months(
        got["receita_mensal"], pd.Timestamp(chosen.first), pd.Timestamp(chosen.last)
    )
    found = project(revenue)
    if found is None:
        _nothing(revenue)
        return
    first = found.months["month"].iloc[0]
    entered = _entered(got["receita_mensal"], first)
    last = pd.Timestamp(chosen.last)
    left = 1 - last.day / last.days_in_month if last >= first else 1.0
    found = begun(found, entered, left)
    so_far = _("até {day} entraram {amount}", day=day(last), amount=compact_money(entered))
    cards(_cards(found, revenue, so_far if entered else ""), key=CARDS)
    _chart(found, revenue)
    left, right = st.columns([5, 4], gap="small")
    with left:
        _errors(found)
    with right:
        _tests(found)


def _nothing(revenue: pd.Series[float]) -> None:
    if len(revenue) < NEEDED:
        why = _(
            "Há {n} meses inteiros de vendas; a previsão e o seu teste pedem {needed}.",
            n=number(len(revenue)),
            needed=number(NEEDED),
        )
    else:
        why = _("Há meses sem receita com estes filtros: a conta não tem de onde crescer.")
    state(_("Sem previsão"), why)


def _entered(months: pd.DataFrame, first: pd.Timestamp) -> float:
    """What the first month of the forecast has brought already."""
    return float(months.loc[pd.to_datetime(months["inicio"]) == first, "receita"].sum())


def _cards(found: Projection, revenue: pd.Series[float], so_far: str) -> list[Card]:
    total = float(found.months["forecast"].sum())
    year_before = float(found.months["naive"].sum())
    tested = found.tests["month"].nunique()
    made = [
        Card(
            _("Próximos {n} meses", n=number(AHEAD)),
            compact_money(total),
            figure=total,
            delta=percent((total / year_before - 1) * 100, sign=True),
            note=_("contra os mesmos meses do ano anterior"),
            trend=list(revenue[-SHOWN:]),
        )
    ]
    made += [
        Card(
            month(row.month).capitalize(),
            compact_money(row.forecast),
            figure=row.forecast,
            note=joined(
                _("{low} a {high}", low=compact_money(row.low), high=compact_money(row.high)),
                so_far if row.ahead == 1 else "",
            ),
            help=_(
                "De cada dez meses do teste, {n} erraram menos que isso",
                n=number(COVERED * 10),
            ),
        )
        for row in found.months.itertuples()
    ]
    better = found.error < found.naive_error
    made += [
        Card(
            _("Erro médio"),
            percent(found.error),
            figure=found.error,
            note=_("em {n} meses já conhecidos", n=number(tested)),
            help=_("MAPE: média do erro de cada mês previsto, sem sinal, sobre o que entrou"),
        ),
        Card(
            _("Repetir o ano anterior erraria"),
            percent(found.naive_error),
            figure=found.naive_error,
            tone="none" if better else "warn",
            note="" if better else _("a conta não foi melhor que isso"),
        ),
    ]
    return made


def _chart(found: Projection, revenue: pd.Series[float]) -> None:
    first = found.tests[found.tests["ahead"] == 1].set_index("month")["forecast"]
    past = pd.DataFrame({"month": revenue.index, "actual": revenue.to_numpy()})
    past["tested"] = past["month"].map(first)
    ahead = found.months[["month", "forecast", "low", "high"]]
    # The band opens at the last month known.
    joint = dict.fromkeys(("forecast", "low", "high"), revenue.iloc[-1])
    past.loc[past.index[-1], list(joint)] = list(joint.values())
    shown = pd.concat([past[-SHOWN:], ahead], ignore_index=True)
    chart(
        shown,
        _draw,
        title=_("Receita por mês"),
        unit=in_currency("R$"),
        empty=_("Nenhuma venda."),
        key="previsao",
        note=_(
            "mesmo mês do ano anterior, vezes o crescimento dos últimos {n} meses; "
            "a faixa cobre {share} dos erros do teste",
            n=number(GROWTH),
            share=percent(COVERED * 100, 0),
        ),
        height=340,
    )


def _draw(frame: pd.DataFrame) -> Any:
    names = {"actual": _("Realizado"), "forecast": _("Previsão"), "tested": _("Teste")}
    scale = alt.Scale(
        domain=list(names.values()), range=[colour("info"), colour("warn"), colour("none")]
    )
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=12, labelOverlap=True))
    told = tips(
        frame,
        ("month", _("Mês"), "month"),
        ("actual", _("Realizado"), "money"),
        ("forecast", _("Previsão"), "money"),
        ("low", _("De"), "money"),
        ("high", _("Até"), "money"),
        ("tested", _("Teste, um mês antes"), "money"),
    )
    base = alt.Chart(DATA)
    band = base.mark_area(opacity=0.18, color=colour("warn")).encode(x=x, y="low:Q", y2="high:Q")
    lines = [
        base.transform_calculate(nome=f"'{names[name]}'")
        .mark_line(strokeDash=dash, point=name != "tested")
        .encode(
            x=x,
            y=alt.Y(f"{name}:Q", axis=alt.Axis(title=None, tickCount=5)),
            color=alt.Color("nome:N", scale=scale),
            tooltip=told,
        )
        for name, dash in (("tested", [2, 3]), ("actual", [1, 0]), ("forecast", [4, 3]))
    ]
    return alt.layer(band, *lines)


def _errors(found: Projection) -> None:
    tests = found.tests[found.tests["ahead"] == 1]
    shown = tests.assign(error=(tests["forecast"] / tests["actual"] - 1) * 100)

    def draw(frame: pd.DataFrame) -> Any:
        return (
            alt.Chart(DATA)
            .mark_bar(color=colour("warn"))
            .encode(
                x=months(frame, "month", most=8),
                y=alt.Y("error:Q", title=None, axis=alt.Axis(tickCount=5)),
                tooltip=tips(
                    frame,
                    ("month", _("Mês"), "month"),
                    ("error", _("Erro"), "percent"),
                    ("forecast", _("Previsto"), "money"),
                    ("actual", _("Realizado"), "money"),
                ),
            )
        )

    chart(
        shown[["month", "forecast", "actual", "error"]],
        draw,
        title=_("Erro de cada mês"),
        unit=_("% do que entrou, previsto um mês antes; acima de zero, previu demais"),
        empty=_("Nenhum mês testado."),
        key="erro-previsao",
        height=260,
    )


def _tests(found: Projection) -> None:
    tests = found.tests
    relative = (tests["forecast"] / tests["actual"] - 1).abs() * 100
    by = relative.groupby(tests["ahead"]).agg(["count", "mean", "max"]).reset_index()
    table(
        by,
        title=_("O teste"),
        unit=_("erro sem sinal, por distância"),
        empty=_("Nenhum mês testado."),
        key="teste-previsao",
        columns={
            "ahead": (_("Meses à frente"), "count"),
            "count": (_("Meses testados"), "count"),
            "mean": (_("Erro médio (%)"), "percent"),
            "max": (_("Maior erro (%)"), "percent"),
        },
    )
