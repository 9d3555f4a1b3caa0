"""Campanha: one campaign: what it gave, what it brought, against what."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.bridge import falls, waterfall
from dashboards.business.campaigns import FEW
from dashboards.business.filters import SQL
from dashboards.business.words import customers, word
from dashboards.common.address import kept
from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, chart, months, table, tips
from dashboards.common.figures import Figures, ask
from dashboards.common.files import named_after
from dashboards.common.formats import compact, compact_money, day, missing, number, percent
from dashboards.common.look import colour
from dashboards.common.page import as_of, heading, state
from dashboards.common.text import _, in_currency


def campaign() -> None:
    """Draws the page."""
    heading(_("Campanha"), _("O que uma campanha deu, e o que trouxe?"))
    used = ask(SQL, "campanhas_usadas")["campanhas_usadas"]
    if used.empty:
        state(_("Não há campanhas"), _("Nenhum desconto da origem foi usado ainda."))
        return
    code = _choose(used)
    got = ask(SQL, "uma_campanha", "campanha_meses", "campanha_canais", codigo=code)
    found = got["uma_campanha"].iloc[0]
    as_of(got)
    _says(found)
    cards(_cards(found), key="indicadores-campanha")
    left, right = st.columns(2, gap="small")
    with left:
        _comparison(found)
    with right:
        _months(got)
    _channels(got)


def _choose(used: pd.DataFrame) -> str:
    names = dict(zip(used["codigo"], used["campanha"], strict=True))
    picked: str = kept(
        st.selectbox,
        _("Campanha"),
        list(names),
        key="campanha",
        default=next(iter(names)),
        format_func=lambda code: f"{names[code]} ({code})",
        width=460,
    )
    return picked


def _says(found: Any) -> None:
    valid = _("desde {start}", start=day(found["inicio"]))
    if not missing(found["fim"]):
        valid = _("{start} a {end}", start=day(found["inicio"]), end=day(found["fim"]))
    filters.chips(str(found["campanha"]), word(found["metodo"]), valid, _("a vida inteira dela"))
    named_after(str(found["codigo"]))


def _cards(found: Any) -> list[Card]:
    unknown = missing(found["resultado"])
    spread = (
        ""
        if missing(found["incerteza"])
        else _("± {amount}, com 95%", amount=compact_money(found["incerteza"]))
    )
    few = _("poucos pedidos: quase só acaso") if 0 < found["pedidos"] < FEW else ""
    return [
        Card(
            _("Pedidos"),
            compact(found["pedidos"]),
            figure=found["pedidos"],
            note=few or _("de {customers}", customers=customers(found["clientes"])),
        ),
        Card(
            _("Receita"),
            compact_money(found["receita"]),
            figure=found["receita"],
            note=_("dos itens que ela tocou"),
        ),
        Card(
            _("Desconto dado"),
            compact_money(found["concedido"]),
            figure=found["concedido"],
            note=_("{amount} em frete", amount=compact_money(found["concedido_frete"]))
            if found["concedido_frete"]
            else "",
        ),
        Card(
            _("Aprovação"),
            percent(found["aprovacao_percent"]),
            figure=found["aprovacao_percent"],
            note=_("de {n} usos", n=number(found["usos"])),
        ),
        Card(
            _("Resultado"),
            _("não disponível") if unknown else compact_money(found["resultado"]),
            figure=found["resultado"],
            note=_("a origem não diz o custo de todos os itens") if unknown else spread,
            tone="none" if unknown else "good" if found["resultado"] >= 0 else "bad",
            help=_("Margem a mais que a de pedidos sem desconto, menos desconto e custo"),
        ),
        Card(
            "ROI",
            _roi(found, unknown),
            figure=found["roi_percent"],
            note=_("a origem não diz o custo de todos os itens")
            if unknown
            else _("resultado sobre o custo"),
        ),
    ]


def _roi(found: Any, unknown: bool) -> str:
    if unknown:
        return _("não disponível")
    return _("sem custo") if missing(found["roi_percent"]) else percent(found["roi_percent"])


def _comparison(found: Any) -> None:
    made = falls()
    if not missing(found["resultado"]) and found["pedidos"]:
        own = 0.0 if missing(found["custo_campanha"]) else float(found["custo_campanha"])
        made = falls(
            (_("Margem a mais"), float(found["margem_incremental"]), True),
            (_("Desconto dado"), float(found["concedido"]), False),
            (_("Custo da campanha"), own, False),
            (_("Resultado"), float(found["resultado"]), True),
        )
    chart(
        made,
        waterfall,
        title=_("Contra pedidos sem desconto"),
        unit=in_currency("R$"),
        empty=_("Sem comparação: falta o custo dos itens, ou a campanha não trouxe pedido."),
        key="campanha-comparacao",
        note=_(
            "{n} pedidos da campanha, com o desconto de volta, contra {others} sem desconto dos "
            "mesmos dias. Compara compradores diferentes: indício, não prova.",
            n=number(found["pedidos"]),
            others=number(found["pedidos_comparados"]),
        ),
        height=300,
    )


def _months(got: Figures) -> None:
    def draw(frame: pd.DataFrame) -> Any:
        x = months(frame)
        told = tips(
            frame,
            ("quando", _("Mês"), "month"),
            ("receita", _("Receita"), "money"),
            ("concedido", _("Desconto dado"), "money"),
            ("pedidos", _("Pedidos"), "count"),
        )
        names = {"receita": _("Receita"), "concedido": _("Desconto dado")}
        scale = alt.Scale(domain=list(names.values()), range=[colour("info"), colour("warn")])
        bars = [
            alt.Chart(DATA)
            .transform_calculate(nome=f"'{label}'")
            .mark_bar(width={"band": width})
            .encode(
                x=x,
                y=alt.Y(f"{name}:Q", title=None, axis=alt.Axis(tickCount=5)),
                color=alt.Color("nome:N", scale=scale),
                tooltip=told,
            )
            for (name, label), width in zip(names.items(), (0.8, 0.4), strict=True)
        ]
        return alt.layer(*bars)

    found = got["campanha_meses"]
    chart(
        found.assign(quando=pd.to_datetime(found["quando"])),
        draw,
        title=_("Pedidos da campanha por mês"),
        unit=_("{currency}, pedidos inteiros", currency=in_currency("R$")),
        empty=_("Nenhum pedido com esta campanha."),
        key="campanha-meses",
        height=300,
    )


def _channels(got: Figures) -> None:
    table(
        got["campanha_canais"],
        title=_("Canais da campanha"),
        unit=_("pedidos inteiros"),
        empty=_("Nenhum pedido com esta campanha."),
        key="campanha-canais",
        columns={
            "canal": _("Canal"),
            "pedidos": (_("Pedidos"), "count"),
            "receita": (_("Receita"), "money"),
            "ticket_medio": (_("Ticket médio"), "money"),
            "concedido": (_("Desconto dado"), "money"),
        },
    )
