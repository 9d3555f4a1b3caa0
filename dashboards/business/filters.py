"""The filters that all pages share; the address carries them, so that a view can be sent as a link.

A page shows those that it follows; the others keep their values meanwhile. Values of
the address are taken once, at the first draw of a session; those that are not on offer are ignored
with a sentence. A click on a chart chooses a value too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.business.choosing import (
    choose_period,
    clear_period,
    period_from_address,
    period_to_address,
)
from dashboards.business.period import DAY, Period
from dashboards.common import address
from dashboards.common.charts import Click
from dashboards.common.figures import Figures, ask
from dashboards.common.files import named_after
from dashboards.common.formats import day, number
from dashboards.common.page import as_of, state
from dashboards.common.text import _

SQL = Path(__file__).parent / "sql"
CHOICES = ("regiao", "estado", "canal", "equipe", "categoria")
OWN = ("segmento", "celula")
"""Choices of one page alone, which draws them itself."""
KEPT = ("periodo", "dias", "comparar", "dias_comparados", *CHOICES, *OWN, "vendedor", "campanha")

_REMEMBERED = "filters remembered"


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
        regiao, estado, canal, equipe, categoria = (self.chosen[name] for name in CHOICES)
        return {
            **self.period.parameters(),
            "de_vendas": max(self.period.start, self.first),
            "regioes": regiao,
            "estados": estado,
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
        "estado": _("Estado de entrega"),
        "canal": _("Canal"),
        "equipe": _("Equipe"),
        "categoria": _("Categoria"),
    }


def keep() -> None:
    """Keeps what is chosen where a page does not show it. Called before the page is drawn.

    Streamlit forgets widgets that a run did not draw, also one that the next page cut short: what
    the last run began with is remembered beside them.
    """
    known = st.session_state.setdefault(_REMEMBERED, {})
    for key in KEPT:
        if key in st.session_state:
            known[key] = st.session_state[key]
        if key in known:
            st.session_state[key] = known[key]


def chosen(
    *shown: str,
    period: bool = True,
    compared: bool = False,
    own: Callable[[], None] | None = None,
) -> Filters | None:
    """Draws the filters that the page follows, all of CHOICES by default, and gives what is chosen.

    `compared`: the page compares its period with another; `own` draws filters of the page's own.
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
        period_from_address(first, last)
        for name in CHOICES:
            address.restore_several(name, _values(options, name))
    with st.sidebar:
        days = choose_period(first, last, shown=period, compared=compared)
        for name in shown or CHOICES:
            st.multiselect(
                labels()[name],
                _values(options, name),
                key=name,
                placeholder=_("Todos"),
                on_change=address.forget,
            )
        if own:
            own()
        st.button(_("Limpar filtros"), on_click=_clear, type="tertiary", key="limpar")
    period_to_address()
    for name in CHOICES:
        address.write(name, st.session_state.get(name) or [])
    picked = {name: tuple(st.session_state.get(name) or ()) for name in CHOICES}
    known = bool(options["tem_devolucoes"].iloc[0])
    return Filters(days, picked, first, last, known)


def click(choice: str, field: str = "", layer: int = 0) -> Click:
    """A click on a mark chooses the value of its field in that filter, or takes it out again."""

    def act(value: Any) -> None:
        if value in _values(_options(), choice):
            toggle(choice, value)

    return Click((field or choice,), act, layer)


def toggle(choice: str, value: str) -> None:
    """Adds a value to a filter, or takes it out."""
    now = list(st.session_state.get(choice) or ())
    without = [other for other in now if other != value]
    st.session_state[choice] = without if value in now else [*now, value]
    address.forget()


def answers(
    filters: Filters,
    *names: str,
    compared: bool = False,
    more: tuple[str, ...] = (),
    **parameters: Any,
) -> Figures:
    """The figures of a page that follows every filter, with what they are of said above them."""
    got = ask(SQL, *names, **filters.parameters(), **parameters)
    as_of(got)
    says(filters, *CHOICES, compared=compared, more=more)
    return replace(got, frames={name: _known(frame, filters) for name, frame in got.frames.items()})


def _known(frame: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Without what the source does not tell.

    No return anywhere is no shop without any; a period that begins before the first sale is
    nothing to compare with.
    """
    if "devolucao_percent" in frame and not filters.returns_known:
        frame = frame.assign(devolucao_percent=None)
    days = filters.period
    if "grupo" not in frame or "periodo" not in frame:
        return frame
    before = {"anterior": days.before_start, "ano": days.year_start}
    partly = [which for which, start in before.items() if start < filters.first]
    return frame[(frame["grupo"] != "total") | ~frame["periodo"].isin(partly)]


def says(
    filters: Filters,
    *used: str,
    period: bool = True,
    compared: bool = False,
    more: tuple[str, ...] = (),
) -> None:
    """What the page shows. `used`: the choices that it follows; `more`: others, in words."""
    days = filters.period
    parts = []
    if period:
        parts.append(_("{start} a {end}", start=day(days.start), end=day(days.end)))
    if compared:
        parts.append(_against(days, filters.first))
    names = labels()
    ignored = []
    for name, values in filters.chosen.items():
        if values and name in used:
            parts.append(", ".join(values))
        elif values:
            ignored.append(names[name].lower())
    named = [value for name in used for value in filters.chosen[name]]
    named_after(*([f"{days.start}_{days.end}"] if period else []), *named, *more)
    chips(*parts, *more)
    if ignored:
        st.caption(_("Esta página não muda com o filtro de {names}.", names=", ".join(ignored)))


def chips(*parts: str) -> None:
    """What the page shows, in small words."""
    made = "".join(f'<span class="dw-chip">{escape(part)}</span>' for part in parts)
    st.html(f'<div class="dw-chips">{made}</div>')


def _against(days: Period, first: date) -> str:
    start, end = day(days.before_start), day(days.before_end)
    if days.before_start < first:
        return _("sem comparação: vendas só desde {first}", first=day(first))
    said = _("contra {start} a {end}", start=start, end=end)
    # A year, a month or a February less is no other length.
    if abs(days.days - days.before_days) <= 3:
        return said
    sizes = _("{now} dias contra {then}", now=number(days.days), then=number(days.before_days))
    return f"{said} ({sizes})"


def _options() -> pd.DataFrame:
    return ask(SQL, "opcoes")["opcoes"]


def _limits(options: pd.DataFrame) -> tuple[date, date]:
    first, last = pd.Timestamp(options["primeira"].min()), pd.Timestamp(options["ultima"].max())
    return first.date(), last.date()


def _values(options: pd.DataFrame, name: str) -> list[str]:
    return sorted(options.loc[options["filtro"] == name, "valor"])


def _clear() -> None:
    clear_period()
    for name in (*CHOICES, *OWN):
        st.session_state[name] = []
    address.forget()
