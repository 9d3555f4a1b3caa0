"""Colours of pages and charts: Okabe and Ito's palette, made for colour-blind people too.

Source: M. Okabe, K. Ito, "Color Universal Design" (2008), https://jfly.uni-koeln.de/color/.
A state is never told by its colour alone: each has a mark of its own too.
"""

from __future__ import annotations

from typing import Literal

import streamlit as st

Tone = Literal["good", "warn", "bad", "info", "none"]

MARKS: dict[Tone, str] = {"good": "✓", "warn": "▲", "bad": "✕", "info": "●", "none": "○"}

_LIGHT = {
    "good": "#008060",
    "warn": "#c77700",
    "bad": "#c2410c",
    "info": "#0072b2",
    "none": "#8a94a6",
    "ink": "#1d2433",
    "soft": "#667085",
    "line": "#e4e7ec",
    "card": "#ffffff",
    "band": "#dfe5ee",
}
_DARK = {
    "good": "#2fc297",
    "warn": "#f0b03f",
    "bad": "#ff7a45",
    "info": "#56b4e9",
    "none": "#7b8698",
    "ink": "#e8ecf3",
    "soft": "#9aa5b8",
    "line": "#2b3446",
    "card": "#171e2c",
    "band": "#2a3448",
}
# Okabe-Ito without its black and yellow, which one of the two backgrounds swallows.
SERIES = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"]
# Light to dark blue (on dark: dark to light), for amounts.
RAMP = ["#dceaf5", "#8fc1e0", "#3a8fc4", "#0072b2", "#00395c"]
RAMP_DARK = ["#1d3348", "#1f5580", "#2f86bf", "#56b4e9", "#c9e8fb"]
SERIES_DARK = ["#56b4e9", "#e69f00", "#2fc297", "#cc79a7", "#8fa8ff", "#ff7a45"]


def dark() -> bool:
    """Whether the reader's browser shows the dark theme."""
    return st.context.theme.type == "dark"


def colour(name: str) -> str:
    """A tone (good, warn, bad, info, none) or ink, soft, line, card, band, in the theme shown."""
    return (_DARK if dark() else _LIGHT)[name]


def series() -> list[str]:
    """Colours of categories, in their order."""
    return SERIES_DARK if dark() else SERIES


def ramp() -> list[str]:
    """Colours of amounts, from little to much."""
    return RAMP_DARK if dark() else RAMP


def css_variables() -> str:
    """The colours as CSS custom properties that follow the theme by themselves."""
    return "".join(
        f"--dw-{name}: light-dark({light}, {_DARK[name]});" for name, light in _LIGHT.items()
    )
