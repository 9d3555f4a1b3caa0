"""Texts in two languages: Portuguese stands in the code, English in gettext catalogues (.po).

`locale/en.po` beside this module holds what the apps share, `dashboards/<app>/locale/en.po` the
rest. Babel reads them as they are: nothing has to be compiled.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from babel import Locale
from babel.messages.pofile import read_po
from babel.numbers import get_currency_symbol

from ecommerce_base.settings import ROOT, load_settings
from ecommerce_base.shop_card import ShopCard, read_card

LANGUAGES = ("PT", "EN")
LOCALES = {"pt": Locale("pt", "BR"), "en": Locale("en", "US")}


def language() -> str:
    """`pt` or `en`, as the switch in the sidebar and `?lang=EN` in the address say."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang")
    return "en" if chosen == "EN" else "pt"


def locale() -> Locale:
    """Babel's locale of the reader's language."""
    return LOCALES[language()]


def _(text: str, **values: Any) -> str:
    """The text in the reader's language, with `{name}` filled from `values`."""
    found = in_currency(_english().get(text, text) if language() == "en" else text)
    return found.format(**values) if values else found


def shop() -> ShopCard:
    """Name and currency of the shop, and what its figures lack."""
    return read_card(load_settings().data_dir)


def in_currency(text: str) -> str:
    """A text of the apps, which speaks of reais, in the shop's currency."""
    if "R$" not in text:
        return text
    return text.replace("R$", get_currency_symbol(shop().currency, locale()))


def catalogues() -> list[Path]:
    """The English catalogues: the shared one and those of the apps."""
    shared = Path(__file__).parent / "locale" / "en.po"
    return [shared, *sorted((ROOT / "dashboards").glob("*/locale/en.po"))]


@lru_cache
def _english() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in catalogues():
        with file.open("rb") as stream:
            for message in read_po(stream, locale="en"):
                if message.id and message.string:
                    found[str(message.id)] = str(message.string)
    return found
