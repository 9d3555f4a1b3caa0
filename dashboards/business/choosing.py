"""The choice of a period and of what it is compared with, in the sidebar and in the address."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboards.business.period import COMPARISONS, PRESETS, Period, between, preset
from dashboards.common import address
from dashboards.common.text import _, language

DEFAULT = PRESETS[0]
AGAINST = COMPARISONS[0]
# Widget of days → its keys in the address.
DAYS = {"dias": ("de", "ate"), "dias_comparados": ("contra_de", "contra_ate")}


def choose_period(first: date, last: date, *, shown: bool, compared: bool) -> Period:
    """Draws the choice where it is shown; sales are of `first` to `last`."""
    if shown:
        st.selectbox(
            _("Período"),
            PRESETS,
            key="periodo",
            format_func=_period_word,
            on_change=address.forget,
        )
        if st.session_state["periodo"] == "datas":
            _days("dias", _("Dias"), _default_days(first, last), first, last)
    period = _period(first, last)
    if compared:
        st.selectbox(
            _("Comparar com"),
            COMPARISONS,
            key="comparar",
            format_func=_comparison_word,
            on_change=address.forget,
        )
        if st.session_state["comparar"] == "datas":
            before = max(period.before_start, first), max(period.before_end, first)
            _days("dias_comparados", _("Dias comparados"), before, first, last)
    return _compared(period)


def _days(key: str, label: str, default: tuple[date, date], first: date, last: date) -> None:
    if not st.session_state.get(key):
        st.session_state[key] = default
    shape = "DD/MM/YYYY" if language() == "pt" else "YYYY-MM-DD"
    st.date_input(
        label, key=key, min_value=first, max_value=last, format=shape, on_change=address.forget
    )


def _period(first: date, last: date) -> Period:
    name = st.session_state.get("periodo", DEFAULT)
    days = st.session_state.get("dias") or ()
    if name != "datas":
        return preset(name, first, last)
    return between(days[0], days[-1]) if days else preset(DEFAULT, first, last)


def _compared(period: Period) -> Period:
    name = st.session_state.get("comparar", AGAINST)
    if name == "ano":
        return period.against(period.year_start, period.year_end, name)
    days = (st.session_state.get("dias_comparados") or ()) if name == "datas" else ()
    return period.against(days[0], days[-1], name) if days else period


def _default_days(first: date, last: date) -> tuple[date, date]:
    return max(preset(DEFAULT, first, last).start, first), last


def period_from_address(first: date, last: date) -> None:
    """Takes what the address says of it, at the first draw of a session."""
    address.restore("periodo", PRESETS, DEFAULT)
    address.restore("comparar", COMPARISONS, AGAINST)
    st.session_state["dias"] = _default_days(first, last)
    for chooser, key in (("periodo", "dias"), ("comparar", "dias_comparados")):
        if st.session_state[chooser] != "datas":
            continue
        given = [st.query_params.get(name, "") for name in DAYS[key]]
        try:
            start, end = (date.fromisoformat(text) for text in given)
            if not first <= start <= end <= last:
                raise ValueError(given)
            st.session_state[key] = (start, end)
        except ValueError:
            address.ignored(", ".join(DAYS[key]), ", ".join(given))


def period_to_address() -> None:
    """Writes what differs from the default."""
    for chooser, key, default in (
        ("periodo", "dias", DEFAULT),
        ("comparar", "dias_comparados", AGAINST),
    ):
        name = st.session_state.get(chooser, default)
        days = (st.session_state.get(key) or ()) if name == "datas" else ()
        address.write(chooser, [] if name == default else [name])
        for place, written in zip(DAYS[key], (days[:1], days[-1:]), strict=True):
            address.write(place, [value.isoformat() for value in written])


def clear_period() -> None:
    """Back to the defaults."""
    st.session_state["periodo"] = DEFAULT
    st.session_state["comparar"] = AGAINST


def _period_word(name: str) -> str:
    return {
        "30d": _("Últimos 30 dias"),
        "90d": _("Últimos 90 dias"),
        "mes": _("Este mês"),
        "12m": _("Últimos 12 meses"),
        "ano": _("Este ano"),
        "24m": _("Últimos 24 meses"),
        "tudo": _("Tudo"),
        "datas": _("Escolher dias"),
    }[name]


def _comparison_word(name: str) -> str:
    return {
        "anterior": _("Período anterior"),
        "ano": _("Mesmos dias do ano anterior"),
        "datas": _("Escolher dias"),
    }[name]
