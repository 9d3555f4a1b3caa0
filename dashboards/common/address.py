"""Filters in the address: a view can be sent as a link.

A value of the address is taken once, before its widget is first drawn; one that is not on offer is
ignored, with a sentence. Values stand in the address as the data write them, in either language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards.common.text import _

_WRONG = "endereco_errado"
SHOWN = 40
"""Characters of a wrong value that its sentence repeats."""


def kept(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[Any],
    *,
    key: str,
    default: Any,
    **how: Any,
) -> Any:
    """A widget for one of the options (st.selectbox, a column's too), its value in the address.

    `key` names it there. The default is not written: an address without filters stays short.
    """
    restore(key, options, default)
    value = widget(label, options, key=key, on_change=forget, **how)
    write(key, [] if value == default else [value])
    return value


def kept_switch(widget: Callable[..., Any], label: str, *, key: str, default: bool) -> bool:
    """A switch (st.toggle, a column's too), 1 or 0 in the address."""
    restore(key, (True, False), default)
    value: bool = widget(label, key=key, on_change=forget)
    write(key, [] if value == default else [value])
    return value


def restore(key: str, offered: Sequence[Any], default: Any) -> None:
    """Gives a widget its value before it is drawn: the one it has, the address's, the default.

    Who has chosen nothing follows the default when that changes (a newer run, say).
    """
    before = st.session_state.get(f"default of {key}", default)
    st.session_state[f"default of {key}"] = default
    if key not in st.session_state:
        known = {_text(value): value for value in offered}
        given = st.query_params.get(key)
        st.session_state[key] = default if given is None else known.get(given, default)
        if given is not None and given not in known:
            ignored(key, given)
    elif st.session_state[key] == before or st.session_state[key] not in offered:
        st.session_state[key] = default


def restore_several(key: str, offered: Sequence[str]) -> None:
    """The same for a widget of several values, at the first draw; none is the default."""
    given = st.query_params.get_all(key)
    st.session_state[key] = [value for value in given if value in offered]
    for value in given:
        if value not in offered:
            ignored(key, value)


def write(key: str, values: Iterable[Any]) -> None:
    """Puts the values into the address; none takes the key out of it."""
    wanted = [_text(value) for value in values]
    if not wanted:
        st.query_params.pop(key, None)
    elif st.query_params.get_all(key) != wanted:
        st.query_params[key] = wanted


def ignored(key: str, value: str) -> None:
    """Notes a value of the address that the filter does not know."""
    st.session_state.setdefault(_WRONG, []).append((key, value[:SHOWN]))


def forget() -> None:
    """The reader has chosen anew: what the address had is of no matter any more."""
    st.session_state.pop(_WRONG, None)


def say_ignored() -> None:
    """Says which values of the address were ignored."""
    for key, value in st.session_state.get(_WRONG, ()):
        said = _(
            "O endereço traz {name} = {value}, que não existe aqui: foi ignorado.",
            name=key,
            value=value,
        )
        st.html(f'<div class="dw-stale">{escape(said)}</div>')


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
