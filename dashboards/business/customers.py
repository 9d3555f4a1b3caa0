"""Clientes: who buys again, who stays, who is about to leave. Groups and counts, never a person."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.filters import Filters
from dashboards.business.period import months_before
from dashboards.business.words import word, worded
from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, chart, either, tips
from dashboards.common.figures import Figures
from dashboards.common.formats import compact, compact_money, money, month, number, percent
from dashboards.common.look import colour, dark, ramp, series
from dashboards.common.page import heading
from dashboards.common.text import _

SHOWN_COHORTS = 18
MOST = 0.5
"""Share of the customers from which on a score that they have in common says little."""
SEGMENTS = ("Campeões", "Fiéis", "Recentes", "Regulares", "Em risco", "Perdidos", "Sem compra")


def customers() -> None:
    """Draws the page."""
    heading(_("Clientes"), _("Quem volta, quem fica, quem está indo embora?"))
    chosen = filters.chosen()
    if chosen is None:
        return
    got = filters.answers(
        chosen,
        "clientes_indicadores",
        "clientes_novos",
        "clientes_coortes",
        "clientes_rfm",
        **_months(chosen),
    )
    # Scores and groups are the customer's, out of all that they ever bought.
    whole = _words(_("toda a história de cada cliente"), chosen.beyond("regiao"))
    cards(_cards(got, chosen.beyond("regiao")), key="indicadores-clientes")
    left, right = st.columns(2, gap="small")
    with left:
        _grid(got, whole)
    with right:
        _segments(got, whole)
    left, right = st.columns([5, 4], gap="small")
    with left:
        _cohorts(got)
    with right:
        _new(got)
    _groups(got, whole)


def _words(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _months(chosen: Filters) -> dict[str, Any]:
    """The first month whose cohort is whole in the period, as far as a heat map has room."""
    start = chosen.period.start
    if start.day > 1 and start > chosen.first:
        start = months_before(start, -1).replace(day=1)
    shown = months_before(chosen.period.end, SHOWN_COHORTS - 1)
    return {"coorte_de": f"{max(start, shown):%Y-%m}"}


def _cards(got: Figures, beyond: str) -> list[Card]:
    found, by_month, rfm = (
        got["clientes_indicadores"].iloc[0],
        got["clientes_novos"],
        got["clientes_rfm"],
    )
    revenue = by_month["receita_novos"] + by_month["receita_recorrentes"]
    share = by_month["receita_recorrentes"] / revenue.where(revenue != 0) * 100
    risk = rfm[rfm["segmento_rfm"] == "Em risco"]
    return [
        Card(
            _("Compradores"),
            compact(found["compradores"]),
            figure=found["compradores"],
            note=_("no período"),
            trend=list(by_month["novos"] + by_month["recorrentes"]),
        ),
        Card(
            _("Clientes novos"),
            compact(found["novos"]),
            figure=found["novos"],
            note=_("primeira compra no período"),
            trend=list(by_month["novos"]),
        ),
        Card(
            _("Receita de recorrentes"),
            percent(found["recorrentes_percent"]),
            figure=found["recorrentes_percent"],
            note=_("de quem já comprava antes do período"),
            trend=list(share),
        ),
        Card(
            _("Recompra"),
            percent(found["recompra_percent"]),
            figure=found["recompra_percent"],
            note=_("compraram mais de uma vez no período"),
        ),
        Card(
            _("Receita por cliente"),
            money(found["receita_por_cliente"]),
            figure=found["receita_por_cliente"],
            note=_("no período"),
        ),
        Card(
            _("Em risco"),
            compact(risk["clientes"].sum()),
            figure=risk["clientes"].sum(),
            note=_words(
                _("{amount} já comprados", amount=compact_money(risk["receita"].sum())), beyond
            ),
            help=_("Compravam com frequência, mas não ultimamente"),
        ),
    ]


def _undecided(cells: pd.DataFrame, total: float) -> str:
    """Says when one score is that of most customers: then it cannot tell them apart."""
    said = []
    for name, said_as in (("recencia", _("recência")), ("frequencia", _("frequência"))):
        most = cells.groupby(name)["clientes"].sum().max() / total if total else 0
        if most > MOST:
            said.append(
                _(
                    "a {score} não separa os clientes: {share} têm a mesma",
                    score=said_as,
                    share=percent(most * 100),
                )
            )
    return "; ".join(said)


def _grid(got: Figures, whole: str) -> None:
    found = got["clientes_rfm"].dropna(subset=["recencia", "frequencia"])
    cells = found.groupby(["recencia", "frequencia"], as_index=False)[
        ["clientes", "pedidos", "receita"]
    ].sum()
    cells["por_cliente"] = cells["receita"] / cells["clientes"]

    def draw(frame: pd.DataFrame) -> Any:
        return _heat(
            frame,
            alt.X(
                "recencia:O",
                title=_("recência (5 = comprou há pouco)"),
                axis=alt.Axis(labelAngle=0),
            ),
            alt.Y("frequencia:O", title=_("frequência (5 = compra mais)"), sort="descending"),
            "clientes",
            ",d",
            tips(
                frame,
                ("recencia", _("Recência"), "text"),
                ("frequencia", _("Frequência"), "text"),
                ("clientes", _("Clientes"), "count"),
                ("por_cliente", _("Receita por cliente"), "money"),
            ),
        )

    chart(
        cells,
        draw,
        title=_("Recência e frequência"),
        unit=_("clientes, na data dos dados"),
        empty=_("Nenhum cliente comprou ainda nesta região."),
        key="rfm",
        note=_words(_undecided(cells, float(cells["clientes"].sum())), whole),
        height=300,
    )


def _heat(frame: pd.DataFrame, x: Any, y: Any, value: str, form: str, tips: list[Any]) -> Any:
    """Cells coloured by an amount, each with its number in an ink that stands out from it."""
    base = alt.Chart(DATA).encode(x=x, y=y)
    # On either theme the far half of the ramp needs the ink of the other theme.
    far = "#0f1420" if dark() else "#ffffff"
    half = float(frame[value].max()) / 2
    cells = base.mark_rect(cornerRadius=3, stroke=colour("card"), strokeWidth=2).encode(
        color=alt.Color(f"{value}:Q", scale=alt.Scale(range=ramp()), legend=None), tooltip=tips
    )
    text = base.mark_text(fontSize=11).encode(
        text=alt.Text(f"{value}:Q", format=form),
        color=either(f"datum.{value} > {half}", far, colour("ink")),
    )
    return alt.layer(cells, text)


def _segments(got: Figures, whole: str) -> None:
    sums = got["clientes_rfm"].groupby("segmento_rfm")[["clientes", "receita"]].sum()
    found = sums.reindex([name for name in SEGMENTS if name in sums.index]).reset_index()
    found["nome"] = [word(name) for name in found["segmento_rfm"]]
    found["parte"] = found["receita"] / max(float(found["receita"].sum()), 1) * 100
    found["rotulo"] = [
        _("{n} clientes · {share} da receita", n=number(row.clientes), share=percent(row.parte, 0))
        for row in found.itertuples()
    ]

    def draw(frame: pd.DataFrame) -> Any:
        top = float(frame["clientes"].max()) * 1.9
        base = alt.Chart(DATA).encode(
            y=alt.Y("nome:N", sort=None, title=None),
            x=alt.X(
                "clientes:Q",
                title=None,
                axis=alt.Axis(tickCount=5),
                scale=alt.Scale(domain=[0, top]),
            ),
        )
        bars = base.mark_bar(height={"band": 0.62}).encode(
            color=either(
                "indexof(['Em risco', 'Perdidos'], datum.segmento_rfm) >= 0",
                colour("warn"),
                colour("info"),
            ),
            tooltip=tips(
                frame,
                ("nome", _("Segmento"), "text"),
                ("clientes", _("Clientes"), "count"),
                ("receita", _("Receita"), "money"),
            ),
        )
        text = base.mark_text(align="left", dx=5, fontSize=11).encode(text="rotulo:N")
        return alt.layer(bars, text)

    chart(
        found,
        draw,
        title=_("Segmentos RFM"),
        unit=_("clientes e sua parte da receita, na data dos dados"),
        empty=_("Nenhum cliente nesta região."),
        key="segmentos",
        note=whole,
        height=300,
    )


def _cohorts(got: Figures) -> None:
    def draw(frame: pd.DataFrame) -> Any:
        order = list(dict.fromkeys(frame["nome"]))
        return _heat(
            frame,
            alt.X("meses_depois:O", title=_("meses depois"), axis=alt.Axis(labelAngle=0)),
            alt.Y("nome:N", title=None, sort=order),
            "retencao_percent",
            ".1f" if frame["retencao_percent"].max() < 10 else ".0f",
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
        height=max(26 * later["coorte"].nunique() + 50, 160),
        drawn=later,
    )


def _new(got: Figures) -> None:
    names = {"novos": _("novos"), "recorrentes": _("recorrentes")}

    def draw(frame: pd.DataFrame) -> Any:
        scale = alt.Scale(domain=list(names.values()), range=series()[:2])
        return (
            alt.Chart(DATA)
            .mark_bar()
            .encode(
                x=alt.X(
                    "yearmonth(quando):T",
                    title=None,
                    axis=alt.Axis(format="%b %Y", tickCount=6, labelOverlap=True),
                ),
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
        height=340,
    )


def _groups(got: Figures, whole: str) -> None:
    order = {
        "segmento": ["Pessoa Física", "Pessoa Jurídica"],
        "categoria_valor": ["Bronze", "Prata", "Ouro", "Platinum"],
        "tipo_cliente": ["Novo", "Recorrente", "VIP", "Inativo"],
    }
    titles = {
        "segmento": _("Segmento"),
        "categoria_valor": _("Categoria de valor"),
        "tipo_cliente": _("Tipo de cliente"),
    }
    columns = st.columns(3, gap="small")
    for column, (name, values) in zip(columns, order.items(), strict=True):
        with column:
            _group(got["clientes_rfm"], name, titles[name], values, whole)


def _group(rfm: pd.DataFrame, name: str, title: str, order: list[str], whole: str) -> None:
    found = rfm.groupby(name, as_index=False)[["clientes", "receita"]].sum()
    found = worded(found, name)
    order = [word(value) for value in order]

    def draw(frame: pd.DataFrame) -> Any:
        base = alt.Chart(DATA).encode(
            y=alt.Y(f"{name}:N", sort=order, title=None),
            x=alt.X(
                "clientes:Q",
                title=None,
                axis=alt.Axis(tickCount=4),
                scale=alt.Scale(domain=[0, float(frame["clientes"].max()) * 1.2]),
            ),
        )
        bars = base.mark_bar(height={"band": 0.6}).encode(
            tooltip=tips(
                frame,
                (name, title, "text"),
                ("clientes", _("Clientes"), "count"),
                ("receita", _("Receita"), "money"),
            )
        )
        text = base.mark_text(align="left", dx=5, fontSize=11)
        return alt.layer(bars, text.encode(text=alt.Text("clientes:Q", format=",d")))

    chart(
        found,
        draw,
        title=title,
        unit=_("clientes, na data dos dados"),
        empty=_("Nenhum cliente nesta região."),
        key=name.replace("_", "-"),
        note=whole,
        height=150,
    )
