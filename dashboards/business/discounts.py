"""Descontos: what they cost, what they bring, and who approves them."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.campaigns import campaign_table, campaigns, coupons, turn_to_opened
from dashboards.business.filters import SQL
from dashboards.business.metrics import meaning
from dashboards.business.words import worded
from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, chart, either, months, tips
from dashboards.common.figures import Figures, ask
from dashboards.common.formats import compact, compact_money, number, percent
from dashboards.common.look import colour
from dashboards.common.page import heading, state
from dashboards.common.text import _


def discounts() -> None:
    """Draws the page."""
    heading(_("Descontos"), _("Quanto custam, o que trazem, quem aprova?"))
    turn_to_opened()
    chosen = filters.chosen()
    if chosen is None:
        return
    if ask(SQL, "campanhas_usadas")["campanhas_usadas"].empty:
        state(_("Não há descontos"), _("Nenhum desconto da origem foi usado ainda."))
        return
    got = filters.answers(
        chosen,
        "descontos_com_sem",
        "descontos_profundidade",
        "descontos_usos",
        "descontos_cupons",
        "campanhas",
    )
    beyond = chosen.beyond()  # of what follows the period alone
    cards(_cards(got, beyond), key="indicadores-descontos")
    left, right = st.columns(2, gap="small")
    with left:
        campaigns(got, beyond)
    with right:
        _depth(got)
        _methods(got, beyond)
    left, right = st.columns(2, gap="small")
    with left:
        _with_without(got)
    with right:
        _months(got, beyond)
    coupons(got, beyond)
    campaign_table(got, beyond)


def _cards(got: Figures, beyond: str) -> list[Card]:
    sums = got["descontos_com_sem"].groupby("com_desconto").sum(numeric_only=True)
    sums = sums.reindex([0, 1], fill_value=0)
    # A margin that one group lacks is not known of the whole.
    known = got["descontos_com_sem"]["margem"].notna().all()
    if not known:
        sums["margem"] = float("nan")
    uses = got["descontos_usos"]
    months = uses.groupby("quando").sum(numeric_only=True)
    rate = sums["margem"] / sums["receita"].where(sums["receita"] != 0) * 100
    items = sums["itens"].sum()
    given, gross = sums["descontos"].sum(), sums["bruto"].sum()
    asked, approved = uses["usos"].sum(), uses["aprovados"].sum()
    gap = rate[1] - rate[0]
    share = sums["itens"][1] / items * 100 if items else None
    approval = approved / asked * 100 if asked else None
    return [
        Card(
            _("Desconto nos itens"),
            compact_money(given),
            figure=given,
            delta=percent(given / gross * 100 if gross else None),
            note=_("do valor bruto"),
            help=meaning("valor_descontos"),
        ),
        Card(
            _("Itens com desconto"),
            percent(share),
            figure=share,
            note=_("{n} itens", n=compact(sums["itens"][1])),
        ),
        Card(
            _("Margem com desconto"),
            percent(rate[1]) if pd.notna(rate[1]) else _("não disponível"),
            figure=rate[1],
            delta="" if pd.isna(gap) else percent(gap, sign=True)[:-1] + _(" p.p."),
            delta_tone="none" if pd.isna(gap) else ("good" if gap > 0 else "bad"),
            note=_("contra {rate} sem", rate=percent(rate[0]))
            if known
            else _("a origem não diz o custo de todos os itens"),
        ),
        Card(
            _("Usos"),
            compact(asked),
            figure=asked,
            note=beyond or _("descontos pedidos"),
            trend=list(months["usos"]),
        ),
        Card(
            _("Aprovação"),
            percent(approval),
            figure=approval,
            note=beyond or _("{n} recusados", n=number(asked - approved)),
            trend=list(months["aprovados"] / months["usos"]),
        ),
        Card(
            _("Campanhas"),
            number(len(got["campanhas"])),
            figure=len(got["campanhas"]),
            note=beyond
            or (
                _("{n} com prejuízo", n=number((got["campanhas"]["resultado"] < 0).sum()))
                if got["campanhas"]["resultado"].notna().any() or got["campanhas"].empty
                else _("resultado não disponível")
            ),
            help=_("Campanhas usadas que valeram no período"),
        ),
    ]


def _depth(got: Figures) -> None:
    bands = [
        _("sem"),
        _("até 5%"),
        _("5 a 10%"),
        _("10 a 20%"),
        _("20 a 30%"),
        _("mais de 30%"),
    ]

    def draw(frame: pd.DataFrame) -> Any:
        base = alt.Chart(DATA).encode(
            x=alt.X("nome:N", sort=bands, title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("margem_percent:Q", title=None, axis=alt.Axis(tickCount=4)),
        )
        bars = base.mark_bar().encode(
            color=either("datum.margem_percent >= 0", colour("info"), colour("bad")),
            tooltip=tips(
                frame,
                ("nome", _("Desconto"), "text"),
                ("margem_percent", _("Margem"), "percent"),
                ("itens", _("Itens"), "count"),
                ("receita", _("Receita"), "money"),
                ("descontos", _("Descontos"), "money"),
            ),
        )
        text = base.mark_text(dy=-7, fontSize=11).encode(
            y="topo:Q", text=alt.Text("margem_percent:Q", format=",.0f")
        )
        return alt.layer(bars, text)

    found = got["descontos_profundidade"].dropna(subset=["margem_percent"])
    chart(
        found.assign(
            nome=[bands[int(band)] for band in found["faixa"]],
            topo=found["margem_percent"].clip(lower=0),
        ),
        draw,
        title=_("Profundidade contra margem"),
        unit=_("margem em %, por desconto sobre o bruto"),
        empty=_("Nenhuma margem a mostrar: não há vendas, ou a origem não diz o custo dos itens."),
        key="profundidade",
        height=210,
    )


def _methods(got: Figures, beyond: str) -> None:
    found = (
        worded(got["descontos_usos"], "metodo")
        .groupby("metodo", as_index=False)
        .sum(numeric_only=True)
    )
    long = found.melt(
        id_vars=["metodo"], value_vars=["aprovados", "recusados"], var_name="estado", value_name="n"
    )
    names = {"aprovados": _("aprovados"), "recusados": _("recusados")}

    def draw(frame: pd.DataFrame) -> Any:
        scale = alt.Scale(domain=list(names.values()), range=[colour("good"), colour("bad")])
        return (
            alt.Chart(DATA)
            .mark_bar()
            .encode(
                y=alt.Y("metodo:N", title=None, sort="-x"),
                x=alt.X("n:Q", title=None, axis=alt.Axis(tickCount=5)),
                color=alt.Color("palavra:N", scale=scale),
                tooltip=tips(
                    frame,
                    ("metodo", _("Método"), "text"),
                    ("palavra", _("Estado"), "text"),
                    ("n", _("Usos"), "count"),
                ),
            )
        )

    chart(
        long.assign(palavra=long["estado"].map(names)),
        draw,
        title=_("Aprovação por método"),
        unit=_("descontos pedidos"),
        empty=_("Nenhum desconto pedido neste período."),
        key="aprovacao",
        note=beyond,
        height=150,
    )


def _with_without(got: Figures) -> None:
    found = got["descontos_com_sem"].dropna(subset=["margem_percent"])
    names = {1: _("com desconto"), 0: _("sem desconto")}

    def draw(frame: pd.DataFrame) -> Any:
        scale = alt.Scale(domain=list(names.values()), range=[colour("warn"), colour("info")])
        y = alt.Y("categoria:N", title=None)
        base = alt.Chart(DATA)
        line = base.mark_rule(color=colour("none"), strokeWidth=2).encode(
            y=y, x=alt.X("min(margem_percent):Q", title=None), x2="max(margem_percent):Q"
        )
        dots = base.mark_circle(size=90, opacity=1).encode(
            y=y,
            x=alt.X("margem_percent:Q", axis=alt.Axis(tickCount=5)),
            color=alt.Color("grupo:N", scale=scale),
            tooltip=tips(
                frame,
                ("categoria", _("Categoria"), "text"),
                ("grupo", _("Grupo"), "text"),
                ("margem_percent", _("Margem"), "percent"),
                ("unidades_por_item", _("Unidades por item"), "decimal"),
                ("itens", _("Itens"), "count"),
                ("receita", _("Receita"), "money"),
            ),
        )
        return alt.layer(line, dots)

    sums = found.groupby("com_desconto")[["unidades", "itens"]].sum()
    per_item = {group: row["unidades"] / row["itens"] for group, row in sums.iterrows()}
    note = ""
    if len(per_item) == 2:
        note = _(
            "unidades por item: {with_} com, {without} sem; compara compradores diferentes",
            with_=number(per_item[1], 2),
            without=number(per_item[0], 2),
        )
    chart(
        found.assign(grupo=[names[int(value)] for value in found["com_desconto"]]),
        draw,
        title=_("Com contra sem desconto"),
        unit=_("margem em %, por categoria"),
        empty=_("Nenhuma margem a mostrar: não há vendas, ou a origem não diz o custo dos itens."),
        key="com-sem",
        note=note,
        height=max(24 * found["categoria"].nunique() + 60, 130),
    )


def _months(got: Figures, beyond: str) -> None:
    def draw(frame: pd.DataFrame) -> Any:
        return (
            alt.Chart(DATA)
            .mark_bar()
            .encode(
                x=months(frame),
                y=alt.Y("concedido:Q", title=None, axis=alt.Axis(tickCount=5)),
                color=alt.Color("metodo:N"),
                tooltip=tips(
                    frame,
                    ("quando", _("Mês"), "month"),
                    ("metodo", _("Método"), "text"),
                    ("concedido", _("Concedido"), "money"),
                    ("usos", _("Usos"), "count"),
                ),
            )
        )

    found = worded(got["descontos_usos"], "metodo")
    chart(
        found.assign(quando=pd.to_datetime(found["quando"])),
        draw,
        title=_("Concedido por mês"),
        unit=_("R$, com frete grátis"),
        empty=_("Nenhum desconto pedido neste período."),
        key="concedido",
        note=beyond,
        height=340,
    )
