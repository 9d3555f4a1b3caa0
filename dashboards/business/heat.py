"""Cells of a matrix, coloured by an amount."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dashboards.common.charts import DATA, either
from dashboards.common.look import colour, dark, ramp


def heat(frame: pd.DataFrame, x: Any, y: Any, value: str, form: str, tips: list[Any]) -> Any:
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
