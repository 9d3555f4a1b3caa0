"""From a test that did not pass to its rows, its SQL and the log of its run."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboards.common.address import kept
from dashboards.common.cards import badge
from dashboards.common.charts import panel
from dashboards.common.figures import ask
from dashboards.common.formats import number
from dashboards.common.text import _
from dashboards.monitoring.run_log import show_log
from dashboards.monitoring.words import SQL, tone, word


def one_test(tests: list[str]) -> None:
    """The panel; `tests`: those that ever failed, the newest first. Nothing without any."""
    if not tests:
        return
    test = kept(st.selectbox, _("Teste que falhou"), tests, key="teste", default=tests[0])
    got = ask(SQL, "um_teste", "um_teste_linhas", teste=test)
    found = got["um_teste"].iloc[0]
    with panel(
        got["um_teste_linhas"],
        title=_("Por que {test} falhou", test=test),
        unit=_("a última vez, execução {run}", run=number(found["run_id"])),
        key="um-teste",
    ):
        st.html(_said(found, list(got["um_teste_linhas"]["linha"])))
        if found["sql_teste"]:
            with st.expander(_("O SQL do teste: as linhas que ele devolve são as que falham")):
                st.code(found["sql_teste"], language="sql", wrap_lines=True)
        with st.expander(_("O registro da execução {run}", run=number(found["run_id"]))):
            show_log(found)


def _said(found: Any, rows: list[str]) -> str:
    what = _("{n} linhas de {entity}", n=number(found["falhas"]), entity=found["entidade"])
    lines = "".join(f"<code>{escape(row)}</code>" for row in rows)
    without = _("sem amostra: o teste não chegou a uma linha")
    return (
        f'<ul class="dw-list"><li>{badge(word(found["status"]), tone(found["status"]))} '
        f"{escape(what)}{lines or f'<div>{escape(without)}</div>'}</li></ul>"
    )
