"""Metric cards: value, change, sparkline; a row of them fits a phone and a wall screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import streamlit as st

from ecommerce_dw.dashboard.formats import missing
from ecommerce_dw.dashboard.look import MARKS, Tone, colour


@dataclass(frozen=True)
class Card:
    """One figure. Texts are already formatted and translated.

    `delta` with the tone that it deserves (a fall of costs is good); `trend`: values, oldest first.
    `tone` colours the card itself, for a state; `note` is small print under the value.
    """

    label: str
    value: str
    delta: str = ""
    delta_tone: Tone = "none"
    note: str = ""
    tone: Tone = "none"
    trend: Sequence[float | None] = ()
    help: str = ""


def cards(row: Sequence[Card], *, compact: bool = False) -> None:
    """Shows a row of cards, as many beside each other as the width allows."""
    kind = "dw-cards dw-compact" if compact else "dw-cards"
    st.html(f'<div class="{kind}">{"".join(_card(card) for card in row)}</div>')


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
