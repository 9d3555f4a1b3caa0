"""The map of Brazil by state; bars for a shop of another country."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.business import filters
from dashboards.common.charts import DATA, Click, amount, tips
from dashboards.common.formats import money, percent
from dashboards.common.look import colour, ramp
from dashboards.common.text import _

if TYPE_CHECKING:
    import pandas as pd

_OUTLINE = Path(__file__).parent / "geometry" / "brazil.json"
# Other countries have states that are called PA, MA or MT; their region is the country's name.
_REGIONS = ["Norte", "Nordeste", "Centro-Oeste", "Sudeste", "Sul", "Não informada"]


def map_of_states(frame: pd.DataFrame) -> Any:
    """A map coloured by `receita`; frame: uf, estado, regiao, receita and the tooltip's.

    Bars where no order went to Brazil.
    """
    if not _at_home(frame):
        return _bars(frame)
    fields = ["estado", "regiao", "receita", "pedidos", "ticket_medio", "participacao_percent"]
    base = alt.Chart(alt.NamedData("estados")).project(type="identity")
    blank = base.mark_geoshape(fill=colour("band"), stroke=colour("card"), strokeWidth=0.8)
    sold = (
        base.transform_lookup("id", alt.LookupData(DATA, "uf", fields))
        .transform_filter(alt.FieldOneOfPredicate("regiao", _REGIONS))
        .mark_geoshape(stroke=colour("card"), strokeWidth=0.8)
        .encode(
            color=alt.Color(
                "receita:Q",
                scale=alt.Scale(range=ramp(), type="sqrt"),
                legend=alt.Legend(
                    orient="bottom-left",
                    labelExpr=amount("datum.value"),
                    gradientLength=110,
                    gradientThickness=8,
                    tickCount=2,
                ),
            ),
            tooltip=_tooltip(frame),
        )
    )
    return alt.layer(blank, sold)


def map_click(frame: pd.DataFrame) -> Click:
    """A click on a state of that map, or on its bar."""
    return (
        filters.click("estado", "id", layer=1) if _at_home(frame) else filters.click("estado", "uf")
    )


def abroad(frame: pd.DataFrame) -> str:
    """What the map of that frame leaves out, as a note; nothing where it shows all, or bars."""
    shown = _on_map(frame)
    if shown.all() or not shown.any():
        return ""
    return _(
        "fora do mapa do Brasil: {amount} ({share})",
        amount=money(frame.loc[~shown, "receita"].sum()),
        share=percent(frame.loc[~shown, "participacao_percent"].sum()),
    )


def _on_map(frame: pd.DataFrame) -> pd.Series[bool]:
    states = [state["id"] for state in outline()]
    return frame["uf"].isin(states) & frame["regiao"].isin(_REGIONS)


def _at_home(frame: pd.DataFrame) -> bool:
    return bool(_on_map(frame).any())


def _bars(frame: pd.DataFrame) -> Any:
    """The twelve regions with the most revenue."""
    return (
        alt.Chart(DATA)
        .transform_window(posto="rank()", sort=[alt.SortField("receita", order="descending")])
        .transform_filter("datum.posto <= 12")
        .mark_bar()
        .encode(
            y=alt.Y("estado:N", sort="-x", title=None),
            x=alt.X("receita:Q", title=None, axis=alt.Axis(tickCount=4)),
            tooltip=_tooltip(frame),
        )
    )


def _tooltip(frame: pd.DataFrame) -> list[Any]:
    found: list[Any] = tips(
        frame,
        ("estado", _("Estado"), "text"),
        ("receita", _("Receita"), "money"),
        ("participacao_percent", _("Participação"), "percent"),
        ("pedidos", _("Pedidos"), "count"),
        ("ticket_medio", _("Ticket médio"), "money"),
    )
    return found


@lru_cache
def outline() -> list[dict[str, Any]]:
    """What `map_of_states` draws as `estados`: a GeoJSON feature per state."""
    found: list[dict[str, Any]] = json.loads(_OUTLINE.read_text(encoding="utf-8"))["features"]
    return found
