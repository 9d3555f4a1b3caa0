"""Charts and tables in one frame: title, unit, the data as CSV, and why it is empty when it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st
from altair.utils import schemapi
from babel import Locale

from dashboards.common.look import colour, series
from dashboards.common.text import LOCALES, _, in_currency, language

if TYPE_CHECKING:
    import pandas as pd

HEIGHT = 260

# What a chart draws, under a name: its text stays the same when the data change, so that the
# browser puts the new data into the chart that it has.
DATA = alt.NamedData("dados")
# Charts are held against Vega-Lite's schema in tests; a page that a reader waits for does not.
CHECKED = False
schemapi.disable_debug_mode()
alt.theme.enable("none")


def chart(
    frame: pd.DataFrame,
    draw: Callable[[pd.DataFrame], Any],
    *,
    title: str,
    unit: str,
    empty: str,
    key: str,
    note: str = "",
    height: int = HEIGHT,
    drawn: pd.DataFrame | None = None,
    **datasets: Any,
) -> None:
    """An Altair chart of DATA: the frame, or `drawn` where what is drawn is not all that downloads.

    `draw` makes it; it is given that data to look at. `empty`: the sentence shown instead when the
    frame has no row. `key` names the CSV file and is unique on the page. `datasets`: what else it
    draws, by name.
    """
    with panel(frame, title=title, unit=unit, key=key, note=note):
        if frame.empty:
            nothing(empty)
            return
        data = frame if drawn is None else drawn
        show(draw(data), data, height=height, key=key, alt=f"{title} ({unit})", **datasets)


def show(
    made: Any, data: pd.DataFrame, *, height: int, alt: str, key: str | None = None, **datasets: Any
) -> None:
    """A chart of DATA, `height` pixels high and as wide as its place; `alt` says what it shows."""
    spec = made.to_dict(validate=CHECKED) | {
        "height": height,
        "width": "container",
        "config": _config(),
        "datasets": {DATA.name: data, **datasets},
    }
    st.vega_lite_chart(spec, theme=None, key=key, alt=alt)


def table(
    frame: pd.DataFrame,
    *,
    title: str,
    empty: str,
    key: str,
    columns: dict[str, Any] | None = None,
    digits: dict[str, int] | None = None,
    unit: str = "",
    note: str = "",
    height: int | None = None,
) -> None:
    """A table of the frame. `columns`: name in the frame → label or st.column_config, in order.

    `digits`: name → decimals shown; the CSV keeps all.
    """
    with panel(frame, title=title, unit=unit, key=key, note=note):
        if frame.empty:
            nothing(empty)
            return
        st.dataframe(
            frame.round(digits or {}),
            hide_index=True,
            column_config=columns,
            column_order=list(columns) if columns else None,
            height=height or "auto",
            key=key,
            placeholder="—",
        )


@contextmanager
def panel(
    frame: pd.DataFrame, *, title: str, key: str, unit: str = "", note: str = ""
) -> Iterator[None]:
    """A bordered box with a title, in which the `with` block draws; the frame downloads as CSV."""
    with st.container(border=True, key=f"panel-{key}"):
        _head(frame, title, unit, key, note)
        yield


def nothing(why: str) -> None:
    """The empty state: why there is nothing to see."""
    st.html(f'<div class="dw-empty">{escape(why)}</div>')


def _head(frame: pd.DataFrame, title: str, unit: str, key: str, note: str) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
        small = f'<span class="dw-unit">{escape(unit)}</span>' if unit else ""
        under = f'<div class="dw-note">{escape(note)}</div>' if note else ""
        st.html(f'<div class="dw-title"><h3>{escape(title)}</h3>{small}{under}</div>')
        if not frame.empty:
            download(frame, key)


def download(frame: pd.DataFrame, key: str) -> None:
    """A small button that saves the frame: made when asked for; UTF-8 marked for Excel."""
    st.download_button(
        "CSV",
        data=lambda: frame.to_csv(index=False).encode("utf-8-sig"),
        file_name=f"{key}.csv",
        mime="text/csv",
        key=f"csv-{key}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help=_("Baixar estes dados"),
    )


def either(test: str, yes: str, no: str) -> Any:
    """A mark's colour, by a Vega expression: as `alt.condition`, at a tenth of its cost."""
    return alt.ColorValue(no, condition={"test": test, "value": yes})


def _config() -> dict[str, Any]:
    """Vega-Lite's, in the colours of the theme and with the numbers of the language."""
    soft, line = colour("soft"), colour("line")
    axis = {
        "labelColor": soft,
        "titleColor": soft,
        "gridColor": line,
        "domainColor": line,
        "tickColor": line,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelLimit": 220,
        "labelSeparation": 6,
    }
    numbers, times = _vega_locale(language(), in_currency("R$ "))
    return {
        "locale": {"number": numbers, "time": times},
        "mark": {"color": colour("info")},
        "bar": {"cornerRadiusEnd": 2},
        "line": {"strokeWidth": 2},
        "background": "transparent",
        "font": "inherit",
        "axis": axis,
        "axisX": {"grid": False},
        "axisQuantitative": {"labelExpr": amount("datum.value")},
        "view": {"stroke": None},
        "legend": {"labelColor": soft, "titleColor": soft, "orient": "top", "title": None},
        "header": {"labelColor": soft, "titleColor": soft},
        "range": {"category": series()},
        "title": {"color": colour("ink")},
        "text": {"color": colour("ink")},
    }


def amount(value: str) -> str:
    """A Vega expression that writes a number as the language does: `1,5 mi`, `20 mil`, `0,3`.

    `value`: the expression of the number (`datum.value` on an axis, a legend). Quantitative axes
    have it by themselves; texts of marks and legends ask for it.
    """
    shapes = LOCALES[language()].compact_decimal_formats["short"]["other"]
    written = f"format({value}, ',.3~r')"
    for size in (10**3, 10**6, 10**9, 10**12):
        suffix = shapes[str(size)].suffix[0]
        larger = f"format({value} / {size}, ',.3~r') + '{suffix}'"
        written = f"abs({value}) >= {size} ? {larger} : {written}"
    return written


@lru_cache
def _vega_locale(name: str, currency: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Number and time formats for Vega (d3-format, d3-time-format), out of Babel's CLDR."""
    locale: Locale = LOCALES[name]
    symbols = locale.number_symbols["latn"]
    numbers = {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": [currency, ""],
    }
    days = [6, 0, 1, 2, 3, 4, 5]  # d3 begins on Sunday
    width = locale.days["format"]
    months = locale.months["format"]
    portuguese = name == "pt"
    times = {
        "dateTime": "%d/%m/%Y %H:%M" if portuguese else "%b %d, %Y %H:%M",
        "date": "%d/%m/%Y" if portuguese else "%m/%d/%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": [width["wide"][i] for i in days],
        "shortDays": [width["abbreviated"][i].strip(".") for i in days],
        "months": [months["wide"][i] for i in range(1, 13)],
        "shortMonths": [months["abbreviated"][i].strip(".") for i in range(1, 13)],
    }
    return numbers, times
