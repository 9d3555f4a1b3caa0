"""Parts of sales (vendas_por); what a figure became against another period, as text and tone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from dashboards.business.period import DAY, Period
from dashboards.common.charts import joined
from dashboards.common.formats import day, missing, number, percent
from dashboards.common.look import Tone
from dashboards.common.text import _, language


def part(found: pd.DataFrame, group: str, *columns: str) -> pd.DataFrame:
    """The period's rows by `group` (mes, dia, canal, estado), with these columns."""
    rows = found[(found["periodo"] == "atual") & (found["grupo"] == group)]
    return rows[list(columns)].reset_index(drop=True)


def totals(found: pd.DataFrame) -> pd.DataFrame:
    """The figures in all, by `periodo`."""
    return found[found["grupo"] == "total"].set_index("periodo")


def grain(period: Period) -> str:
    """The steps that a period is drawn by."""
    return "mes" if period.long else "dia"


def changed(now: Any, then: Any, points: bool, more_is_better: bool) -> tuple[str, Tone]:
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


def against(
    now: Any, found: pd.DataFrame, name: str, period: Period, **how: bool
) -> dict[str, Any]:
    """A card's change and its note. `found`: figures by `periodo` (atual, anterior, ano)."""
    before, year = (
        found[name].get(which) if which in found.index else None for which in ("anterior", "ano")
    )
    delta, tone = changed(now, before, how["points"], how["more_is_better"])
    if period.comparison == "datas":
        note = _("contra os dias escolhidos") if delta else ""
    elif period.before_is_year:
        note = _("contra o ano anterior") if delta else ""
    else:
        a_year, _tone = changed(now, year, how["points"], how["more_is_better"])
        parts = [_("ant.") if delta else "", _("{change} ano", change=a_year) if a_year else ""]
        note = " · ".join(part for part in parts if part)
    return {"delta": delta, "delta_tone": tone, "note": note}


def steps(found: pd.DataFrame, period: Period, first: date) -> pd.DataFrame:
    """The period's steps, each beside the one that it stands against (`receita_antes`).

    No step is left out since the `first` order; nothing is known of those before.
    """
    frame = found[found["grupo"] == grain(period)]
    frame = frame.assign(quando=pd.to_datetime(frame["quando"])).set_index("quando")
    now, before = (frame[frame["periodo"] == which] for which in ("atual", "anterior"))
    step = "MS" if period.long else "D"
    found = pd.date_range(_first(period.start, period), period.end, freq=step, name="quando")
    then = pd.date_range(_first(period.before_start, period), period.before_end, freq=step)
    made = now.reindex(found)
    for column in ("receita", "pedidos", "unidades"):
        made[column] = made[column].fillna(0)
    old = before["receita"].reindex(then).fillna(0 if len(before) else float("nan"))
    old[then < _first(first, period)] = float("nan")
    size = min(len(found), len(then))
    made["receita_antes"] = [*old[:size], *[float("nan")] * (len(found) - size)]
    made["quando_antes"] = [*then[:size], *[pd.NaT] * (len(found) - size)]
    made = made[made.index >= _first(first, period)].reset_index()
    # A month that is not whole looks like a fall: it is drawn apart, and left out of small lines.
    begun, over = _whole_ends(period, first)
    made["completo"] = True
    if len(made) > 1:
        made.loc[made.index[[0, -1]], "completo"] = [begun, over]
    return made


def _first(start: Any, period: Period) -> pd.Timestamp:
    return pd.Timestamp(start).replace(day=1) if period.long else pd.Timestamp(start)


def _whole_ends(period: Period, first: date) -> tuple[bool, bool]:
    """Whether the first and the last of the steps are whole ones."""
    if not period.long:
        return True, True
    return max(period.start, first).day == 1, (period.end + DAY).day == 1


def partial_month(period: Period, first: date) -> str:
    """What to know of the steps at the ends: a month that is not whole looks like a fall."""
    begun, over = _whole_ends(period, first)
    start = max(period.start, first)
    return joined(
        "" if begun else _("o primeiro mês começa em {day}", day=day(start)),
        "" if over else _("o último mês vai até {day}", day=day(period.end)),
    )


def time_format(period: Period) -> str:
    """How a chart writes its steps."""
    if period.long:
        return "%b %Y"
    return "%d/%m" if language() == "pt" else "%b %d"
