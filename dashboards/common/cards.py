"""Metric cards: value, change, sparkline; a row of them fits a phone and a wall screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import streamlit as st

from dashboards.common.files import download
from dashboards.common.formats import NOTHING, missing
from dashboards.common.look import MARKS, Tone, colour

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Card:
    """One figure. Texts are already formatted and translated.

    `figure`: the value as it is, for the CSV, where `value` is a rounded text of it.
    `delta` with the tone that it deserves (a fall of costs is good); `trend`: values, oldest first.
    `tone` colours the card itself, for a state; `note` is small print under the value.
    """

    label: str
    value: str
    figure: Any = None
    delta: str = ""
    delta_tone: Tone = "none"
    note: str = ""
    tone: Tone = "none"
    trend: Sequence[float | None] = ()
    help: str = ""


def cards(row: Sequence[Card], *, key: str) -> None:
    """Shows a row of cards, as many beside each other as the width allows, and their CSV.

    `key` names the CSV file and is unique on the page.
    """
    with st.container(key=f"cards-{key}"):
        st.html(f'<div class="dw-cards">{"".join(_card(card) for card in row)}</div>')
        download(as_frame(row), key)


def as_frame(row: Sequence[Card]) -> pd.DataFrame:
    """The cards as a table: the value as it is, and the texts shown."""
    import pandas as pd

    return pd.DataFrame(
        {
            "indicador": [card.label for card in row],
            "valor": [_raw(card) for card in row],
            "mostrado": [card.value for card in row],
            "variacao": [card.delta for card in row],
            "nota": [card.note for card in row],
        },
        dtype=object,
    )


def _raw(card: Card) -> Any:
    if card.figure is not None:
        return card.figure
    return None if card.value == NOTHING else card.value


def sparkline(values: Sequence[float | None]) -> str:
    """A line of the values as an HTML image; empty with fewer than two of them."""
    known = [(i, float(v)) for i, v in enumerate(values) if v is not None and not missing(v)]
    if len(known) < 2:
        return ""
    low, high = min(v for _, v in known), max(v for _, v in known)
    span, last = (high - low) or 1.0, len(values) - 1
    # Drawn in a box of 100 by 28 that is stretched to the card's width.
    points = [f"{i / last * 100:.1f},{25 - (v - low) / span * 22:.1f}" for i, v in known]
    line, ink = " ".join(points), colour("info")
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 28" preserveAspectRatio="none">'
        f'<polygon points="{points[0].split(",")[0]},28 {line} {points[-1].split(",")[0]},28" '
        f'fill="{ink}" fill-opacity=".12"/><polyline points="{line}" fill="none" stroke="{ink}" '
        'stroke-width="1.6" stroke-linejoin="round" vector-effect="non-scaling-stroke"/></svg>'
    )
    # As an image: Streamlit takes SVG out of HTML.
    return f'<img class="dw-spark" alt="" src="data:image/svg+xml,{quote(picture)}"/>'


def badge(text: str, tone: Tone) -> str:
    """A state as HTML: its mark, its colour, its word."""
    return f'<span class="dw-badge dw-{tone}">{MARKS[tone]} {escape(text)}</span>'


def _card(card: Card) -> str:
    title = f' title="{escape(card.help)}"' if card.help else ""
    mark = "" if card.tone == "none" else f'<span class="dw-mark">{MARKS[card.tone]}</span>'
    delta = (
        card.delta and f'<span class="dw-delta dw-{card.delta_tone}">{escape(card.delta)}</span>'
    )
    note = card.note and f'<span class="dw-note">{escape(card.note)}</span>'
    return (
        f'<div class="dw-card dw-{card.tone}"{title}>'
        f'<div class="dw-label">{mark}{escape(card.label)}</div>'
        f'<div class="dw-value">{escape(card.value)}</div>'
        f'<div class="dw-under">{delta}{note}</div>{sparkline(card.trend)}</div>'
    )
