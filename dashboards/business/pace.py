"""The pace of a target's period: what came in, what should have, and where it will close."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from dashboards.common.charts import DATA, chart
from dashboards.common.figures import Figures
from dashboards.common.formats import compact_money, missing, number
from dashboards.common.look import colour
from dashboards.common.text import _, language


def pace(got: Figures, last: date) -> None:
    """The chart; `last`: the last day of orders, after which nothing is known."""
    days = got["metas_dias"].assign(dia=pd.to_datetime(got["metas_dias"]["dia"]))
    found = got["metas_ritmo"].iloc[0]
    known = days["dia"] <= pd.Timestamp(last)
    days["realizado"] = days["realizado"].where(known)
    days["projecao"] = _projection(days, found["projecao"])
    note = _(
        "{past} de {all} dias úteis · esperado até aqui {expected}, realizado {done}",
        past=number(found["dias_uteis_decorridos"]),
        all=number(found["dias_uteis"]),
        expected=compact_money(found["meta_ate_aqui"]),
        done=compact_money(found["realizado"]),
    )
    chart(
        days,
        _draw,
        title=_("Ritmo"),
        unit=_("R$ acumulados no período"),
        empty=_("Nenhum dia neste período."),
        key="ritmo",
        note=note,
        height=300,
    )


def _projection(days: pd.DataFrame, close: Any) -> pd.Series[float]:
    """A straight line from the last known day to the projected close; nothing once it is over."""
    line = pd.Series(float("nan"), index=days.index)
    known = days["realizado"].dropna()
    if missing(close) or known.empty or len(known) == len(days):
        return line
    line[known.index[-1]] = known.iloc[-1]
    line.iloc[-1] = float(close)
    return line.interpolate(limit_area="inside")


def _draw(frame: pd.DataFrame) -> Any:
    done, expected, ahead = _("Realizado"), _("Esperado"), _("Projeção")
    scale = alt.Scale(
        domain=[done, expected, ahead], range=[colour("info"), colour("none"), colour("warn")]
    )
    form = "%d/%m" if language() == "pt" else "%b %d"
    x = alt.X("dia:T", axis=alt.Axis(title=None, format=form, tickCount=8))
    base = alt.Chart(DATA).transform_calculate(
        feito=f"'{done}'", devido=f"'{expected}'", adiante=f"'{ahead}'"
    )
    tips = [
        alt.Tooltip("dia:T", title=_("Dia"), format=form),
        alt.Tooltip("realizado:Q", title=_("Realizado (R$)"), format=",.0f"),
        alt.Tooltip("esperado:Q", title=_("Esperado (R$)"), format=",.0f"),
        alt.Tooltip("projecao:Q", title=_("Projeção (R$)"), format=",.0f"),
    ]
    axis = alt.Axis(title=None, tickCount=5)
    area = base.mark_area(opacity=0.12, color=colour("info")).encode(
        x=x, y=alt.Y("realizado:Q", axis=axis)
    )
    lines = [
        base.mark_line(strokeDash=dash).encode(
            x=x, y=f"{name}:Q", color=alt.Color(f"{key}:N", scale=scale), tooltip=tips
        )
        for name, key, dash in (
            ("esperado", "devido", [4, 3]),
            ("projecao", "adiante", [2, 3]),
            ("realizado", "feito", [1, 0]),
        )
    ]
    return alt.layer(area, *lines)
