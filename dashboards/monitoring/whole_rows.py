"""Rejected rows, one by one: the rule in a sentence, and every value of the source row."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.common.charts import nothing, panel
from dashboards.common.formats import missing, moment, number
from dashboards.common.text import _
from dashboards.monitoring.words import rule_word

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20
# Between two values; where a text of the source has the same in it, it is told in two parts.
_BETWEEN = re.compile(r"; (?=[a-z_0-9]+=)")


def whole_rows(rows: pd.DataFrame) -> None:
    """The panel: the newest of the rows chosen above it; all of them download."""
    shown = rows.head(SHOWN)
    with panel(
        rows,
        title=_("Linhas em quarentena"),
        unit=_("as {n} mais novas de {total}", n=number(len(shown)), total=number(len(rows))),
        key="quarentena-linhas",
    ):
        if rows.empty:
            nothing(_("Nenhuma linha com este filtro."))
            return
        st.html(f'<ul class="dw-list">{"".join(_row(row) for row in shown.itertuples())}</ul>')


def _row(row: Any) -> str:
    when = _("recusada em {when}, execução {run}", when=moment(row.detectado_em), run=row.run_id)
    if not missing(row.resolvido_em):
        when += " · " + _("corrigida em {when}", when=moment(row.resolvido_em))
    more = _("a linha inteira")
    return (
        f"<li><b>{escape(row.entidade)} {escape(row.chave_origem)}</b> "
        f'{escape(rule_word(row.regra))} <span class="dw-note">{escape(when)}</span>'
        f"<code>{escape(row.detalhe)}</code>"
        f"<details><summary>{escape(more)}</summary>{_values(row)}</details></li>"
    )


def _values(row: Any) -> str:
    whole, why = str(row.linha), ""
    if missing(row.linha):
        whole = row.detalhe
        why = _(
            "Só o que a regra olhou: a linha não tem chave própria, ou é de antes desta versão."
        )
    return f"<div>{escape(why)}</div>" * bool(why) + "".join(
        f"<code>{escape(name)} = {escape(value)}</code>" for name, value in parts(whole)
    )


def parts(text: str) -> list[tuple[str, str]]:
    """Name and value of each part of 'column=value; column=value'."""
    return [
        (name, value) for name, _equal, value in (p.partition("=") for p in _BETWEEN.split(text))
    ]
