"""The filters that all pages share; the address carries them, so that a view can be sent as a link.

They are drawn in the app's frame: their values stay when the reader goes to another page. Values of
the address are taken once, at the first draw of a session; those that are not on offer are ignored
with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from business.period import PRESETS, Period, between, preset
from ecommerce_dw.dashboard.figures import ask, listed
from ecommerce_dw.dashboard.formats import day
from ecommerce_dw.dashboard.page import state
from ecommerce_dw.dashboard.text import _
from ecommerce_dw.errors import DwError

SQL = Path(__file__).parent / "sql"
CHOICES = ("regiao", "canal", "equipe", "categoria")
DEFAULT = PRESETS[0]


@dataclass(frozen=True)
class Filters:
    """What the reader has chosen; an empty choice is everything."""

    period: Period
    chosen: dict[str, tuple[str, ...]]
    last: date

    def parameters(self) -> dict[str, Any]:
        """The bound parameters of the queries."""
        regiao, canal, equipe, categoria = (listed(self.chosen[name]) for name in CHOICES)
        return {
            **self.period.parameters(),
            "regioes": regiao,
            "canais": canal,
            "equipes": equipe,
            "categorias": categoria,
        }


def labels() -> dict[str, str]:
    """The names of the choices."""
    return {
        "regiao": _("Região de entrega"),
        "canal": _("Canal"),
        "equipe": _("Equipe"),
        "categoria": _("Categoria"),
    }


def draw() -> None:
    """The filters in the sidebar; none while the warehouse cannot be read: the page says so."""
    try:
        options = _options()
    except DwError:
        return
    if options.empty:
        return
    first, last = _limits(options)
    if "periodo" not in st.session_state:
        _from_address(options, first, last)
    with st.sidebar:
        st.selectbox(_("Período"), PRESETS, key="periodo", format_func=_period_word)
        if st.session_state["periodo"] == "datas":
            if "dias" not in st.session_state:
                st.session_state["dias"] = _default_days(first, last)
            st.date_input(
                _("Dias"),
                key="dias",
                min_value=first,
                max_value=last,
                format="DD/MM/YYYY",
            )
        for name, label in labels().items():
            st.multiselect(label, _values(options, name), key=name, placeholder=_("Todos"))
        st.button(_("Limpar filtros"), on_click=_clear, type="tertiary", key="limpar")
    _to_address()


def chosen() -> Filters | None:
    """What is chosen; None, with the reason on the page, before the first sale is loaded."""
    options = _options()
    if options.empty:
        state(
            _("Ainda não há vendas"),
            _("O armazém está vazio: a próxima carga traz as vendas da origem."),
            command="python run.py",
        )
        return None
    first, last = _limits(options)
    name = st.session_state.get("periodo", DEFAULT)
    days = st.session_state.get("dias") or ()
    if name != "datas":
        period = preset(name, first, last)
    else:
        period = between(days[0], days[-1]) if days else preset(DEFAULT, first, last)
    picked = {name: tuple(st.session_state.get(name) or ()) for name in CHOICES}
    return Filters(period, picked, last)


def says(filters: Filters, *used: str, period: bool = True) -> None:
    """What the page shows, and what of the address was ignored. `used`: the choices it follows."""
    parts = []
    if period:
        start, end = day(filters.period.start), day(filters.period.end)
        parts.append(_("{start} a {end}", start=start, end=end))
    names = labels()
    ignored = []
    for name, values in filters.chosen.items():
        if values and name in used:
            parts.append(", ".join(values))
        elif values:
            ignored.append(names[name].lower())
    chips = "".join(f'<span class="dw-chip">{escape(part)}</span>' for part in parts)
    st.html(f'<div class="dw-chips">{chips}</div>')
    if ignored:
        st.caption(_("Esta página não muda com o filtro de {names}.", names=", ".join(ignored)))
    for wrong in st.session_state.get("endereco_errado", ()):
        st.html(f'<div class="dw-stale">{escape(wrong)}</div>')


def _options() -> pd.DataFrame:
    return ask(SQL, "opcoes")["opcoes"]


def _limits(options: pd.DataFrame) -> tuple[date, date]:
    first, last = pd.Timestamp(options["primeira"].min()), pd.Timestamp(options["ultima"].max())
    return first.date(), last.date()


def _default_days(first: date, last: date) -> tuple[date, date]:
    return max(preset(DEFAULT, first, last).start, first), last


def _values(options: pd.DataFrame, name: str) -> list[str]:
    return sorted(str(value) for value in options[name].dropna().unique())


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


def _from_address(options: pd.DataFrame, first: date, last: date) -> None:
    wrong: list[str] = []
    sentence = _("O endereço traz {name} = {value}, que não existe aqui: foi ignorado.")
    name = st.query_params.get("periodo", DEFAULT)
    if name not in PRESETS:
        wrong.append(sentence.format(name="periodo", value=name[:40]))
        name = DEFAULT
    st.session_state["periodo"] = name
    days = _default_days(first, last)
    if name == "datas":
        given = [st.query_params.get(key, "") for key in ("de", "ate")]
        try:
            start, end = (date.fromisoformat(text) for text in given)
            if not first <= start <= end <= last:
                raise ValueError(given)
            days = (start, end)
        except ValueError:
            wrong.append(sentence.format(name="de, ate", value=", ".join(given)[:40]))
    st.session_state["dias"] = days
    for name in CHOICES:
        offered = set(_values(options, name))
        given = st.query_params.get_all(name)
        wrong += [sentence.format(name=name, value=v[:40]) for v in given if v not in offered]
        st.session_state[name] = [value for value in given if value in offered]
    st.session_state["endereco_errado"] = wrong


def _to_address() -> None:
    wanted: dict[str, str | list[str]] = {}
    name = st.session_state["periodo"]
    if name != DEFAULT:
        wanted["periodo"] = name
    days = st.session_state.get("dias") or ()
    if name == "datas" and days:
        wanted |= {"de": days[0].isoformat(), "ate": days[-1].isoformat()}
    wanted |= {name: st.session_state[name] for name in CHOICES if st.session_state[name]}
    for key in ("periodo", "de", "ate", *CHOICES):
        if key not in wanted:
            st.query_params.pop(key, None)
        elif st.query_params.get_all(key) != _as_list(wanted[key]):
            st.query_params[key] = wanted[key]


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _clear() -> None:
    st.session_state["periodo"] = DEFAULT
    for name in CHOICES:
        st.session_state[name] = []
    st.session_state["endereco_errado"] = []
