"""Targets beside what came in, month by month of the period."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dashboards.business.filters import Filters
from dashboards.common.charts import DATA, chart, either, joined, months, tips
from dashboards.common.formats import compact_money, month, percent
from dashboards.common.look import colour
from dashboards.common.text import _, in_currency


def whole_months(found: pd.DataFrame, chosen: Filters) -> pd.Series[bool]:
    """Which months of the frame (`periodo_inicio`, `periodo_fim`) lie in the period altogether."""
    starts, ends = (pd.to_datetime(found[f"periodo_{name}"]) for name in ("inicio", "fim"))
    inside = [
        chosen.period.whole(start.date(), end.date())
        for start, end in zip(starts, ends, strict=True)
    ]
    return pd.Series(inside, index=found.index, dtype=bool)


def attainment(
    found: pd.DataFrame, chosen: Filters, beyond: str = "", outside: pd.DataFrame | None = None
) -> None:
    """The chart; its note tells the attainment of the whole months, and which are left out.

    Frame: `periodo_inicio`, `periodo_fim`, `meta`, `realizado`, `atingimento_percent` by month.
    `outside`: `receita` by `periodo_mes` that no target counts, as it has no seller.
    """
    whole = whole_months(found, chosen)
    told = joined(_told(found, whole), _left_out(found[whole], outside), beyond)
    chart(
        found.assign(quando=pd.to_datetime(found["periodo_inicio"]), inteiro=whole.astype(int)),
        _draw,
        title=_("Meta e realizado"),
        unit=_("{currency} por mês; o traço é a meta", currency=in_currency("R$")),
        empty=_("Nenhuma meta mensal nestes meses."),
        key="meta-realizado",
        note=told,
        height=300,
    )


def _left_out(whole: pd.DataFrame, outside: pd.DataFrame | None) -> str:
    if outside is None:
        return ""
    months = [f"{start:%Y-%m}" for start in whole["periodo_inicio"]]
    amount = outside.loc[outside["periodo_mes"].isin(months), "receita"].sum()
    return _("fora, sem vendedor: {amount}", amount=compact_money(amount)) if amount else ""


def _told(found: pd.DataFrame, whole: pd.Series[bool]) -> str:
    if found.empty:
        return ""
    months, left = found[whole], [month(value) for value in found.loc[~whole, "periodo_inicio"]]
    out = _("fora, por não estar inteiro no período: {months}", months=", ".join(left))
    if months.empty:
        return _("O período não tem um mês inteiro: sem atingimento.")
    reached = float(months["realizado"].sum() / months["meta"].sum() * 100)
    first, last = (month(months["periodo_inicio"].iloc[place]) for place in (0, -1))
    said = _(
        "{reached} da meta de {first} a {last}",
        reached=percent(reached),
        first=first,
        last=last,
    )
    return f"{said}; {out}" if left else said


def _draw(frame: pd.DataFrame) -> Any:
    x = months(frame)
    told = tips(
        frame,
        ("quando", _("Mês"), "month"),
        ("realizado", _("Realizado"), "money"),
        ("meta", _("Meta"), "money"),
        ("atingimento_percent", _("Atingimento"), "percent"),
    )
    base = alt.Chart(DATA).encode(x=x, tooltip=told)
    bars = base.mark_bar().encode(
        y=alt.Y("realizado:Q", title=None, axis=alt.Axis(tickCount=5)),
        color=either("datum.inteiro == 1", colour("info"), colour("none")),
    )
    goal = base.mark_tick(thickness=2.5, color=colour("ink"), width=alt.RelativeBandSize(0.9))
    return alt.layer(bars, goal.encode(y="meta:Q"))
