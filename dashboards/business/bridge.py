"""The bridge from what was asked for to what is left."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dashboards.common.charts import DATA, chart, either, joined, tips
from dashboards.common.formats import compact_money, missing
from dashboards.common.look import colour
from dashboards.common.text import _, in_currency


def falls(*named: tuple[str, float, bool]) -> pd.DataFrame:
    """The bars of a waterfall out of (name, value, whether it is a level); else it takes away.

    A level stands on the ground; what takes away hangs from the last end.
    """
    rows, end = [], 0.0
    for name, value, level in named:
        start, end = (0.0, value) if level else (end, end - value)
        rows.append({"passo": name, "valor": value, "de": start, "ate": end, "nivel": int(level)})
    columns = ["passo", "valor", "de", "ate", "nivel"]
    found = pd.DataFrame(rows, columns=columns)
    found["rotulo"] = [
        compact_money(row.valor if row.nivel else -row.valor) for row in found.itertuples()
    ]
    return found


def waterfall(frame: pd.DataFrame) -> Any:
    """Draws the bars of `falls`."""
    low, high = (
        float(
            pick(
                [frame["de"].min(), frame["ate"].min(), frame["de"].max(), frame["ate"].max(), 0.0]
            )
        )
        for pick in (min, max)
    )
    room = (high - low) * 0.3 or 1.0
    scale = alt.Scale(domain=[low - (room if low < 0 else 0), high + room])
    base = alt.Chart(DATA).encode(y=alt.Y("passo:N", sort=None, title=None))
    bars = base.mark_bar(height={"band": 0.62}).encode(
        x=alt.X("de:Q", title=None, axis=alt.Axis(tickCount=4), scale=scale),
        x2="ate:Q",
        color=either("datum.nivel == 1", colour("info"), colour("warn")),
        tooltip=tips(frame, ("passo", _("Passo"), "text"), ("valor", _("Valor"), "money")),
    )
    text = base.mark_text(align="left", dx=5, fontSize=11)
    return alt.layer(
        bars,
        text.transform_calculate(fim="max(datum.de, datum.ate)").encode(x="fim:Q", text="rotulo:N"),
    )


def bridge(by: pd.DataFrame, returns_known: bool = True) -> None:
    """From gross value to margin, without cancelled orders; `by`: figures by `periodo`."""
    made, notes = falls(), []
    if "atual" in by.index and by.loc["atual", "pedidos"]:
        row = by.loc["atual"]
        steps = [
            (_("Bruto"), row["bruto"], True),
            (_("Descontos"), row["descontos"], False),
            (_("Devoluções"), row["devolvido"], False),
            (_("Receita"), row["receita"], True),
        ]
        if not returns_known:
            del steps[2]
            notes.append(_("a origem não traz devoluções"))
        if missing(row["margem"]):
            notes.append(_("sem custo e margem: a origem não diz o custo de todos os itens"))
        else:
            steps += [
                (_("Custo"), row["receita"] - row["margem"], False),
                (_("Margem"), row["margem"], True),
            ]
        made = falls(*steps)
    chart(
        made,
        waterfall,
        title=_("Do bruto à margem"),
        unit=_("{currency}, sem pedidos cancelados", currency=in_currency("R$")),
        empty=_("Nenhuma venda no período com estes filtros."),
        key="ponte",
        note=joined(*notes),
        height=300,
    )
