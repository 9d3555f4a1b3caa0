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

from dashboards.business.period import DAY, PRESETS, Period, between, preset
from dashboards.common import address
from dashboards.common.figures import Figures, ask, joined
from dashboards.common.formats import day
from dashboards.common.page import as_of, state
from dashboards.common.text import _
from ecommerce_base.errors import DwError

SQL = Path(__file__).parent / "sql"
CHOICES = ("regiao", "canal", "equipe", "categoria")
DEFAULT = PRESETS[0]


@dataclass(frozen=True)
class Filters:
    """What the reader has chosen; an empty choice is everything."""

    period: Period
    chosen: dict[str, tuple[str, ...]]
    first: date
    last: date

    def parameters(self) -> dict[str, Any]:
        """The bound parameters of the queries."""
        regiao, canal, equipe, categoria = (joined(self.chosen[name]) for name in CHOICES)
        return {
            **self.period.parameters(),
            "regioes": regiao,
            "canais": canal,
            "equipes": equipe,
            "categorias": categoria,
            # An order has one region and one channel, but items of several teams and categories.
            "por_item": int(bool(equipe or categoria)),
            **self._kept_ready(),
        }

    def _kept_ready(self) -> dict[str, int]:
        """Whether figures kept ready by months will do: no filter, and whole months of sales.

        `fim_mensal`: the period ends with a month; `mensal`: it begins with one too.
        """
        start, end = self.period.start, self.period.end
        ends = (end + DAY).day == 1 or end >= self.last
        begins = start.day == 1 or start <= self.first
        free = not any(self.chosen.values())
        return {"fim_mensal": int(free and ends), "mensal": int(free and ends and begins)}


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
        st.selectbox(
            _("Período"),
            PRESETS,
            key="periodo",
            format_func=_period_word,
            on_change=address.forget,
        )
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
            st.multiselect(
                label,
                _values(options, name),
                key=name,
                placeholder=_("Todos"),
                on_change=address.forget,
            )
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
    return Filters(period, picked, first, last)


def answers(filters: Filters, *names: str, **more: Any) -> Figures:
    """The figures of a page that follows every filter, with what they are of said above them."""
    got = ask(SQL, *names, **filters.parameters(), **more)
    as_of(got)
    says(filters, *CHOICES)
    return got


def says(filters: Filters, *used: str, period: bool = True) -> None:
    """What the page shows. `used`: the choices that it follows."""
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


def _options() -> pd.DataFrame:
    return ask(SQL, "opcoes")["opcoes"]


def _limits(options: pd.DataFrame) -> tuple[date, date]:
    first, last = pd.Timestamp(options["primeira"].min()), pd.Timestamp(options["ultima"].max())
    return first.date(), last.date()


def _default_days(first: date, last: date) -> tuple[date, date]:
    return max(preset(DEFAULT, first, last).start, first), last


def _values(options: pd.DataFrame, name: str) -> list[str]:
    return sorted(options.loc[options["filtro"] == name, "valor"])


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
    address.restore("periodo", PRESETS, DEFAULT)
    st.session_state["dias"] = _default_days(first, last)
    if st.session_state["periodo"] == "datas":
        given = [st.query_params.get(key, "") for key in ("de", "ate")]
        try:
            start, end = (date.fromisoformat(text) for text in given)
            if not first <= start <= end <= last:
                raise ValueError(given)
            st.session_state["dias"] = (start, end)
        except ValueError:
            address.ignored("de, ate", ", ".join(given))
    for name in CHOICES:
        address.restore_several(name, _values(options, name))


def _to_address() -> None:
    name = st.session_state["periodo"]
    days = (st.session_state.get("dias") or ()) if name == "datas" else ()
    address.write("periodo", [] if name == DEFAULT else [name])
    address.write("de", [day.isoformat() for day in days[:1]])
    address.write("ate", [day.isoformat() for day in days[-1:]])
    for choice in CHOICES:
        address.write(choice, st.session_state[choice])


def _clear() -> None:
    st.session_state["periodo"] = DEFAULT
    for name in CHOICES:
        st.session_state[name] = []
    address.forget()
