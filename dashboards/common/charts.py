"""Charts and tables in one frame: title, unit, the data as CSV, and why it is empty when it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st
from altair.utils import schemapi
from babel import Locale
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.common.files import download
from dashboards.common.formats import KINDS, NOTHING
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
NUMBERS = ("money", "percent", "count", "decimal", "seconds")
# Kind → Vega's type of field and its format.
_TIP = {
    "text": ("N", ""),
    "money": ("Q", "$,.2f"),
    "percent": ("Q", ",.1f"),
    "count": ("Q", ",d"),
    "decimal": ("Q", ",.2f"),
    "seconds": ("Q", ",.1f"),
    "month": ("T", "%b %Y"),
}
schemapi.disable_debug_mode()
alt.theme.enable("none")
_CLICKED = "clicado"


@dataclass(frozen=True)
class Click:
    """What a click on a mark does: `act` is given the values of `fields` of what was clicked.

    `layer`: which layer's marks listen, where the chart has some. `says`: what it does, where it
    does not filter.
    """

    fields: tuple[str, ...]
    act: Callable[..., None]
    layer: int = 0
    says: str = ""


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
    click: Click | None = None,
    **datasets: Any,
) -> None:
    """An Altair chart of DATA: the frame, or `drawn` where what is drawn is not all that downloads.

    `draw` makes it; it is given that data to look at. `empty`: the sentence shown instead when the
    frame has no row. `key` names the CSV file and is unique on the page. `datasets`: what else it
    draws, by name.
    """
    if click and not frame.empty:
        note = joined(note, click.says or _("clique filtra"))
    with panel(frame, title=title, unit=unit, key=key, note=note):
        if frame.empty:
            nothing(empty)
            return
        data = frame if drawn is None else drawn
        said = f"{title} ({unit})"
        show(draw(data), data, height=height, key=key, alt=said, click=click, **datasets)


def joined(*parts: str) -> str:
    """Small notes as one; those that are empty are left out."""
    return " · ".join(part for part in parts if part)


def show(
    made: Any,
    data: pd.DataFrame,
    *,
    height: int,
    alt: str,
    key: str | None = None,
    click: Click | None = None,
    **datasets: Any,
) -> None:
    """A chart of DATA, `height` pixels high and as wide as its place; `alt` says what it shows."""
    spec = made.to_dict(validate=CHECKED) | {
        "height": height,
        "width": "container",
        "config": _config(),
        "datasets": {DATA.name: data, **datasets},
    }
    if click is None or key is None:
        st.vega_lite_chart(spec, theme=None, key=key, alt=alt)
        return
    marks = spec["layer"][click.layer] if "layer" in spec else spec
    select = {"type": "point", "fields": list(click.fields)}
    marks["params"] = [*marks.get("params", ()), {"name": _CLICKED, "select": select}]
    mark = marks["mark"]
    marks["mark"] = ({"type": mark} if isinstance(mark, str) else mark) | {"cursor": "pointer"}
    # A click is done once: the chart that comes after it is another one, with nothing clicked.
    turn = st.session_state.get(f"clicks on {key}", 0)
    named = f"click-{key}-{turn}"
    st.vega_lite_chart(
        spec, theme=None, key=named, alt=alt, on_select=partial(_clicked, key, named, click)
    )


def _clicked(key: str, named: str, click: Click) -> None:
    points = st.session_state[named]["selection"].get(_CLICKED)
    if points:
        st.session_state[f"clicks on {key}"] = st.session_state.get(f"clicks on {key}", 0) + 1
        click.act(*(points[0].get(field) for field in click.fields))


def table(
    frame: pd.DataFrame,
    *,
    title: str,
    empty: str,
    key: str,
    columns: Mapping[str, str | tuple[str, str] | ColumnConfig],
    unit: str = "",
    note: str = "",
    height: int | None = None,
    wide: Collection[str] = (),
    narrow: Collection[str] = (),
    clicked: bool = False,
    most: int | None = None,
) -> Any:
    """A table of the frame. `columns`: name in the frame → label, label and kind, or a Column.

    Kinds are those of formats.KINDS; the files keep the values as they are. `clicked`: a row can
    be chosen, and is returned. `most`: rows shown; the files have all.
    """
    frame = exact(frame)
    with panel(frame, title=title, unit=unit, key=key, note=note):
        if frame.empty:
            nothing(empty)
            return None
        configured: dict[str, ColumnConfig | str | None] = {}
        written = {}
        for name, given in columns.items():
            label, kind = given if isinstance(given, tuple) else (given, "")
            if isinstance(label, str):
                label = st.column_config.Column(
                    label,
                    width="large" if name in wide else "small" if name in narrow else None,
                    alignment="right" if kind in NUMBERS else None,
                )
            configured[name] = label
            if kind:
                written[name] = KINDS[kind]
        shown = frame[list(columns)][:most]
        chosen: Any = st.dataframe(
            shown.style.format(written, na_rep=NOTHING) if written else shown,
            hide_index=True,
            column_config=configured,
            height=height or "auto",
            key=key,
            placeholder=NOTHING,
            on_select="rerun" if clicked else "ignore",
            selection_mode="single-row",
        )
        rows = chosen["selection"]["rows"] if clicked else []
        return frame.iloc[rows[0]] if rows else None


def exact(frame: pd.DataFrame) -> pd.DataFrame:
    """With numbers as texts that Excel would round: it has fifteen digits, a browser one more."""
    long = [
        name
        for name in frame.select_dtypes("integer")
        if len(frame) and frame[name].abs().max() >= 10**15
    ]
    return frame.astype(dict.fromkeys(long, str)) if long else frame


def tips(frame: pd.DataFrame, *fields: tuple[str, str, str]) -> list[Any]:
    """Tooltips of (column, label, kind); what the frame has no value of is left out."""
    made = []
    for name, label, kind in fields:
        if name in frame and frame[name].isna().all():
            continue
        shape, form = _TIP[kind]
        title = f"{label} (%)" if kind == "percent" else label
        made.append(alt.Tooltip(f"{name}:{shape}", title=title, format=form or alt.Undefined))
    return made


def months(frame: pd.DataFrame, name: str = "quando", most: int = 6) -> Any:
    """The x of bars by month: a bar's name stands at a bar, never at the end of the last one."""
    found = sorted(set(frame[name]))
    named = found[:: -(-len(found) // most) or 1]
    values = [{"year": value.year, "month": value.month} for value in named]
    axis = alt.Axis(format="%b %Y", values=values, labelOverlap=True)
    return alt.X(f"yearmonth({name}):T", title=None, axis=axis)


def bars(
    name: str,
    value: str,
    *fields: tuple[str, str, str],
    says: str = "datum.rotulo",
    room: float = 1.3,
    reach: float = 1.0,
    **looks: Any,
) -> Callable[[pd.DataFrame], Any]:
    """Draws lying bars of `value` by `name`, in the frame's order, each with a text at its end.

    `fields`: the tooltip's; `says`: a Vega expression of the text; `room`: how much longer than the
    longest bar, or than `reach`, the axis is; `looks`: other channels of the bars.
    """

    def draw(frame: pd.DataFrame) -> Any:
        top = max(float(frame[value].max()), reach) * room
        x = alt.X(
            f"{value}:Q",
            title=None,
            axis=alt.Axis(tickCount=4),
            scale=alt.Scale(domain=[0, top]),
        )
        base = alt.Chart(DATA).encode(y=alt.Y(f"{name}:N", sort=None, title=None), x=x)
        drawn = base.mark_bar(height={"band": 0.62}).encode(tooltip=tips(frame, *fields), **looks)
        text = base.mark_text(align="left", dx=5, fontSize=11).transform_calculate(texto=says)
        return alt.layer(drawn, text.encode(text="texto:N"))

    return draw


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
