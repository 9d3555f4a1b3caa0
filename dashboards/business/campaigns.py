"""The campaigns of Descontos: those that won and lost, coupons, the table; each opens its page."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business.words import worded
from dashboards.common.charts import DATA, Click, chart, either, joined, table, tips
from dashboards.common.figures import Figures
from dashboards.common.formats import number, percent
from dashboards.common.look import colour
from dashboards.common.page import go_to
from dashboards.common.text import _

BEST, WORST = 8, 7
FEW = 30
"""Orders below which a campaign's return is mostly chance."""
_OPENED = "campanha aberta"


def turn_to_opened() -> None:
    """Turns to the page of the campaign that was clicked."""
    if st.session_state.pop(_OPENED, False):
        go_to("campanha")


def _open(code: str) -> None:
    st.session_state["campanha"] = code
    st.session_state[_OPENED] = True


def campaigns(got: Figures, beyond: str) -> None:
    """Campaigns by their result; a click opens one."""
    found = got["campanhas"]
    shown, said = best_and_worst(found[found["resultado"].notna()])
    shown = shown.assign(
        de=shown["resultado"] - shown["incerteza"],
        ate=shown["resultado"] + shown["incerteza"],
        ponta=(shown["resultado"] + shown["incerteza"].fillna(0)).clip(lower=0),
        rotulo=[_roi_word(row) for row in shown.itertuples()],
    )

    def draw(frame: pd.DataFrame) -> Any:
        low = min(frame["de"].min(), frame["resultado"].min(), 0)
        high = max(frame["ate"].max(), frame["resultado"].max(), 0)
        base = alt.Chart(DATA).encode(
            y=alt.Y("campanha:N", sort=None, title=None),
            x=alt.X(
                "resultado:Q",
                title=None,
                axis=alt.Axis(tickCount=4),
                scale=alt.Scale(domain=[float(low), float(high + (high - low) * 0.32)]),
            ),
        )
        bars = base.mark_bar(height={"band": 0.62}).encode(
            color=either("datum.resultado >= 0", colour("good"), colour("bad")),
            tooltip=tips(
                frame,
                ("campanha", _("Campanha"), "text"),
                ("resultado", _("Resultado"), "money"),
                ("de", _("de (95%)"), "money"),
                ("ate", _("até (95%)"), "money"),
                ("roi_percent", "ROI", "percent"),
                ("margem_incremental", _("Margem a mais"), "money"),
                ("custo", _("Custo"), "money"),
                ("pedidos", _("Pedidos"), "count"),
                ("pedidos_comparados", _("Pedidos comparados"), "count"),
            ),
        )
        spread = base.mark_rule(color=colour("ink"), opacity=0.55).encode(x="de:Q", x2="ate:Q")
        text = base.mark_text(align="left", dx=5, fontSize=11).encode(
            text="rotulo:N", x=alt.X("ponta:Q")
        )
        return alt.layer(bars, spread, text)

    chart(
        shown,
        draw,
        title=_("Campanhas por resultado"),
        unit=_("R$ na vida inteira; o traço é o intervalo de 95%"),
        empty=_("Nenhuma campanha do período pode ser comparada: falta o custo dos itens.")
        if len(found)
        else _("Nenhuma campanha usada valeu neste período."),
        key="campanhas-resultado",
        click=Click(("campanha_codigo",), _open, says=_("clique abre a campanha")),
        note=joined(
            said,
            _(
                "Margem dos pedidos da campanha, com o desconto de volta, menos a de tantos "
                "pedidos sem desconto dos mesmos dias; menos o desconto dado e o custo dela. "
                "Compara compradores diferentes: indício, não prova."
            ),
            beyond,
        ),
        height=max(30 * len(shown) + 30, 120),
    )


def best_and_worst(known: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Those that the chart has room for, the best first; what to say where that is not all."""
    ordered = known.sort_values("resultado", ascending=False)
    if len(ordered) <= BEST + WORST:
        return ordered, ""
    said = _(
        "as {best} melhores e as {worst} piores de {n}",
        best=number(BEST),
        worst=number(WORST),
        n=number(len(ordered)),
    )
    return pd.concat([ordered[:BEST], ordered[-WORST:]]), said


def _roi_word(row: Any) -> str:
    if pd.isna(row.roi_percent):
        return _("sem custo")
    few = _(" · poucos pedidos") if row.pedidos < FEW else ""
    return _("ROI {roi}", roi=percent(row.roi_percent)) + few


def coupons(got: Figures, beyond: str) -> None:
    """The coupons that were used most."""
    found = got["descontos_cupons"]
    table(
        found,
        title=_("Cupons mais usados"),
        empty=_("Nenhum cupom usado neste período."),
        key="cupons",
        note=beyond,
        columns={
            "cupom": _("Cupom"),
            "campanha": _("Campanha"),
            "usos": (_("Usos"), "count"),
            "aprovacao_percent": (_("Aprovação (%)"), "percent"),
            "concedido": (_("Concedido"), "money"),
        },
    )


def campaign_table(got: Figures, beyond: str) -> None:
    """Campaigns with all their figures; a chosen row opens one."""
    row = table(
        worded(got["campanhas"], "metodo"),
        title=_("Campanhas"),
        unit=_("valeram no período; figuras da vida inteira"),
        note=_(
            "incerteza: para mais ou para menos, com 95% de confiança; uma linha abre a campanha"
        )
        + (f" · {beyond}" if beyond else ""),
        empty=_("Nenhuma campanha usada valeu neste período."),
        key="campanhas",
        clicked=True,
        columns={
            "campanha": _("Campanha"),
            "metodo": _("Método"),
            "roi_percent": ("ROI (%)", "percent"),
            "resultado": (_("Resultado"), "money"),
            "incerteza": (_("Incerteza"), "money"),
            "margem_incremental": (_("Margem a mais"), "money"),
            "custo": (_("Custo"), "money"),
            "concedido": (_("Desconto dado"), "money"),
            "receita": (_("Receita"), "money"),
            "pedidos": (_("Pedidos"), "count"),
            "aprovacao_percent": (_("Aprov. (%)"), "percent"),
        },
    )
    if row is not None:
        _open(str(row["campanha_codigo"]))
        turn_to_opened()
