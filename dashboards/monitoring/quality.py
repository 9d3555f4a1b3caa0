"""Quality: tests over time, what failed, and the rows that rules keep out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

from dashboards.common.address import kept, kept_switch
from dashboards.common.cards import Card, badge, cards
from dashboards.common.charts import DATA, chart, panel, table
from dashboards.common.figures import ask
from dashboards.common.formats import number
from dashboards.common.look import MARKS, colour
from dashboards.common.page import as_of, heading
from dashboards.common.text import _
from dashboards.monitoring.one_test import one_test
from dashboards.monitoring.unusual import unusual
from dashboards.monitoring.whole_rows import whole_rows
from dashboards.monitoring.words import SQL, colours_of, marked, rule_word, tone, word

if TYPE_CHECKING:
    import pandas as pd

LAST = 60


def quality() -> None:
    """Draws the page."""
    heading(_("Qualidade"), _("Os dados passam nos testes? O que ficou de fora, e por quê?"))
    got = ask(
        SQL,
        "testes",
        "testes_falhos",
        "amostras",
        "quarentena_regras",
        "quarentena_por_execucao",
        "anomalias",
        max_age=60,
        ultimas=LAST,
    )
    as_of(got)
    rules = got["quarentena_regras"]
    failed = got["testes_falhos"]
    _summary(got["testes"], failed, rules)
    left, right = st.columns(2, gap="small")
    with left:
        _tests(got["testes"])
    with right:
        _quarantine_over_time(got["quarentena_por_execucao"], got["testes"]["run_id"])
    _samples(got["amostras"])
    _failures(failed)
    one_test(list(dict.fromkeys(failed["teste"])))
    unusual(got["anomalias"])
    _quarantine(rules)


def _summary(tests: pd.DataFrame, failed: pd.DataFrame, rules: pd.DataFrame) -> None:
    last = tests[tests["run_id"] == tests["run_id"].max()]
    passed = int(last.loc[last["status"] == "pass", "testes"].sum())
    wrong = int(last.loc[last["status"].isin(["fail", "error"]), "testes"].sum())
    opened, solved = int(rules["abertas"].sum()), int(rules["resolvidas"].sum())
    cards(
        [
            Card(
                _("Testes que passaram"),
                number(passed),
                figure=passed,
                note=_("na última execução com testes"),
                tone="good" if not wrong else "warn",
            ),
            Card(
                _("Testes que falharam"),
                number(wrong),
                figure=wrong,
                tone="bad" if wrong else "good",
            ),
            Card(
                _("Linhas em quarentena"),
                number(opened),
                figure=opened,
                note=_("regras: {n}", n=number((rules["abertas"] > 0).sum())),
                tone="warn" if opened else "good",
            ),
            Card(
                _("Já corrigidas"),
                number(solved),
                figure=solved,
                note=_("voltaram sozinhas ao armazém"),
            ),
        ],
        key="indicadores-qualidade",
    )


def _tests(tests: pd.DataFrame) -> None:
    shown = tests.assign(
        situacao=[word(state) for state in tests["status"]],
        falhou=tests["testes"].where(tests["status"].isin(["fail", "error"])),
    )
    states = list(dict.fromkeys(tests["status"]))

    def draw(frame: pd.DataFrame) -> Any:
        base = alt.Chart(DATA).encode(
            x=alt.X(
                "run_id:O",
                title=_("execução"),
                axis=alt.Axis(labelAngle=0, labelOverlap=True),
            )
        )
        bars = base.mark_bar().encode(
            y=alt.Y("testes:Q", title=None),
            color=alt.Color(
                "situacao:N",
                scale=alt.Scale(domain=[word(s) for s in states], range=colours_of(states)),
            ),
            tooltip=[
                alt.Tooltip("run_id:O", title=_("execução")),
                alt.Tooltip("situacao:N", title=_("situação")),
                alt.Tooltip("testes:Q", title=_("testes")),
            ],
        )
        # Two of a hundred are a line too thin to see.
        sums = base.transform_aggregate(
            falhou="sum(falhou)", testes="sum(testes)", groupby=["run_id"]
        ).transform_filter("datum.falhou > 0")
        marks = sums.transform_calculate(rotulo=f"'{MARKS['bad']} ' + datum.falhou").mark_text(
            dy=-7, fontSize=11, fontWeight="bold", color=colour("bad")
        )
        return alt.layer(bars, marks.encode(y="testes:Q", text="rotulo:N"))

    chart(
        shown,
        draw,
        title=_("Testes por execução"),
        unit=_("testes; ✕ os que falharam"),
        empty=_("Nenhum teste rodou nas últimas {n} execuções.", n=LAST),
        key="testes",
        height=220,
    )


def _quarantine_over_time(rows: pd.DataFrame, runs: pd.Series[int]) -> None:
    shown_runs = sorted({*rows["run_id"], *runs})

    def draw(frame: pd.DataFrame) -> Any:
        return (
            alt.Chart(DATA)
            .mark_bar()
            .encode(
                x=alt.X(
                    "run_id:O",
                    title=_("execução"),
                    scale=alt.Scale(domain=shown_runs),
                    axis=alt.Axis(labelAngle=0, labelOverlap=True),
                ),
                y=alt.Y("sum(linhas):Q", title=None),
                tooltip=[
                    alt.Tooltip("run_id:O", title=_("execução")),
                    alt.Tooltip("sum(linhas):Q", title=_("linhas"), format=",d"),
                ],
            )
        )

    chart(
        rows,
        draw,
        title=_("Novas linhas em quarentena"),
        unit=_("linhas por execução que as encontrou"),
        empty=_("Nenhuma linha foi para a quarentena nas últimas {n} execuções.", n=LAST),
        key="quarentena-por-execucao",
        height=220,
    )


def _samples(rows: pd.DataFrame) -> None:
    """The rows that the failed tests of the newest run with failures have found."""
    if rows.empty:
        return
    with panel(
        rows,
        title=_("Linhas que falharam"),
        unit=_("até três por teste, execução {run}", run=number(rows["run_id"].iloc[0])),
        key="amostras",
    ):
        items = "".join(_sample(of_test) for _i, of_test in rows.groupby("teste", sort=False))
        st.html(f'<ul class="dw-list">{items}</ul>')


def _sample(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    found = [str(row) for row in rows["linha"].dropna()]
    lines = "".join(f"<code>{escape(row)}</code>" for row in found)
    without = _("sem amostra: o teste não chegou a uma linha")
    return (
        f"<li>{badge(word(first['status']), tone(first['status']))} "
        f"<b>{escape(first['teste'])}</b> "
        f'<span class="dw-note">{escape(_("linhas: {n}", n=number(first["falhas"])))}</span>'
        f"{lines or f'<div>{escape(without)}</div>'}</li>"
    )


def _failures(failed: pd.DataFrame) -> None:
    shown = failed.assign(situacao=[marked(state) for state in failed["status"]])
    table(
        shown,
        title=_("Testes que falharam ou avisaram"),
        unit=_("o mais novo primeiro"),
        empty=_("Nenhum teste falhou em execução alguma."),
        key="testes-falhos",
        columns={
            "run_id": (_("execução"), "count"),
            "situacao": _("situação"),
            "teste": _("teste"),
            "entidade": _("entidade"),
            "coluna": _("coluna"),
            "falhas": (_("linhas"), "count"),
        },
        wide=("teste",),
        narrow=("run_id",),
    )


def _quarantine(rules: pd.DataFrame) -> None:
    table(
        rules.assign(motivo=[rule_word(rule) for rule in rules["regra"]]),
        title=_("Quarentena por regra"),
        unit=_("linhas da origem"),
        empty=_("Nenhuma linha quebrou uma regra: a quarentena está vazia."),
        key="quarentena-regras",
        columns={
            "entidade": _("tabela"),
            "motivo": _("o que quer dizer"),
            "abertas": (_("abertas"), "count"),
            "resolvidas": (_("corrigidas"), "count"),
            "ultima_em": (_("última"), "day"),
            "regra": _("regra"),
        },
        wide=("motivo",),
        narrow=("abertas", "resolvidas"),
    )
    first, second = st.columns([3, 2], vertical_alignment="bottom")
    every = _("todas as regras")
    rule = kept(
        first.selectbox,
        _("Regra"),
        ["", *rules["regra"].unique()],
        key="regra",
        default="",
        format_func=lambda r: r or every,
    )
    opened = kept_switch(second.toggle, _("Só as abertas"), key="abertas", default=True)
    asked = ask(SQL, "quarentena_linhas", regra=rule, so_abertas=int(opened))
    whole_rows(asked["quarentena_linhas"])
