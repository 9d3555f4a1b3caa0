"""The filters that all pages share; the address carries them, so that a view can be sent as a link.

A page shows those that it follows; the others keep their values meanwhile. Values of
the address are taken once, at the first draw of a session; those that are not on offer are ignored
with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.business.period import DAY, PRESETS, Period, between, preset
from dashboards.common import address
from dashboards.common.figures import Figures, ask
from dashboards.common.files import named_after
from dashboards.common.formats import day
from dashboards.common.page import as_of, state
from dashboards.common.text import _, language

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
    returns_known: bool = True

    def parameters(self) -> dict[str, Any]:
        """The bound parameters of the queries."""
        regiao, canal, equipe, categoria = (self.chosen[name] for name in CHOICES)
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
        """Whether figures kept ready will do: no filter (`livre`), and months of sales (`mensal`).

        Those are whole: the period begins and ends with a month, or with the sales.
        """
        start, end = self.period.start, self.period.end
        whole = (start.day == 1 or start <= self.first) and (
            (end + DAY).day == 1 or end >= self.last
        )
        free = not any(self.chosen.values())
        return {"livre": int(free), "mensal": int(free and whole)}

    def beyond(self, *used: str) -> str:
        """What a figure that follows only the choices `used` says of those it does not follow."""
        left = [
            label.lower()
            for name, label in labels().items()
            if self.chosen[name] and name not in used
        ]
        return _("sem o filtro de {names}", names=", ".join(left)) if left else ""


def labels() -> dict[str, str]:
    """The names of the choices."""
    return {
        "regiao": _("Região de entrega"),
        "canal": _("Canal"),
        "equipe": _("Equipe"),
        "categoria": _("Categoria"),
    }


def keep() -> None:
    """Keeps what is chosen where a page does not show it. Called before the page is drawn."""
    for key in ("periodo", "dias", *CHOICES):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def chosen(*shown: str, period: bool = True) -> Filters | None:
    """Draws the filters that the page follows, and gives what is chosen.

    None, with the reason on the page, before the first sale is loaded.
    """
    options = _options()
    if options.empty:
        state(
            _("Ainda não há vendas"),
            _("O armazém está vazio: a próxima carga traz as vendas da origem."),
            command="python run.py",
        )
        return None
    first, last = _limits(options)
    if "periodo" not in st.session_state:
        _from_address(options, first, last)
    with st.sidebar:
        if period:
            _draw_period(first, last)
        for name in shown or CHOICES:
            st.multiselect(
                labels()[name],
                _values(options, name),
                key=name,
                placeholder=_("Todos"),
                on_change=address.forget,
            )
        st.button(_("Limpar filtros"), on_click=_clear, type="tertiary", key="limpar")
    _to_address()
    picked = {name: tuple(st.session_state.get(name) or ()) for name in CHOICES}
    known = bool(options["tem_devolucoes"].iloc[0])
    return Filters(_period(first, last), picked, first, last, known)


def _draw_period(first: date, last: date) -> None:
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
        shape = "DD/MM/YYYY" if language() == "pt" else "YYYY-MM-DD"
        st.date_input(_("Dias"), key="dias", min_value=first, max_value=last, format=shape)


def _period(first: date, last: date) -> Period:
    name = st.session_state.get("periodo", DEFAULT)
    days = st.session_state.get("dias") or ()
    if name != "datas":
        return preset(name, first, last)
    return between(days[0], days[-1]) if days else preset(DEFAULT, first, last)


def answers(filters: Filters, *names: str, **more: Any) -> Figures:
    """The figures of a page that follows every filter, with what they are of said above them."""
    got = ask(SQL, *names, **filters.parameters(), **more)
    as_of(got)
    says(filters, *CHOICES)
    if filters.returns_known:
        return got
    # No return anywhere is a source that does not tell them, not a shop without any.
    frames = {
        name: frame.assign(devolucao_percent=None) if "devolucao_percent" in frame else frame
        for name, frame in got.frames.items()
    }
    return replace(got, frames=frames)


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
    named = [value for name in used for value in filters.chosen[name]]
    days = [f"{filters.period.start}_{filters.period.end}"] if period else []
    named_after(*days, *named)
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
        address.write(choice, st.session_state.get(choice) or [])


def _clear() -> None:
    st.session_state["periodo"] = DEFAULT
    for name in CHOICES:
        st.session_state[name] = []
    address.forget()
