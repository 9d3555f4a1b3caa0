"""Connections and errors: do they work, why not, and what to do about each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, chart, table
from dashboards.common.figures import ask
from dashboards.common.formats import missing, number, percent
from dashboards.common.look import colour
from dashboards.common.page import as_of, heading
from dashboards.common.text import _, language
from dashboards.monitoring.words import SQL, advice, colours_of, marked, word

if TYPE_CHECKING:
    import pandas as pd


def connections() -> None:
    """Draws the page."""
    heading(_("Conexões e erros"), _("As conexões funcionam? Qual erro pede qual ação?"))
    got = ask(
        SQL,
        "conexoes",
        "conexoes_resumo",
        "correlacao",
        "erros",
        "schema_origem",
        "execucoes",
        ultimas=120,
    )
    as_of(got)
    _summary(got["conexoes_resumo"].iloc[0], got["correlacao"])
    left, right = st.columns(2, gap="small")
    with left:
        _attempts(got["conexoes"])
    with right:
        _failures(got["conexoes"])
    _side_by_side(got["execucoes"], got["conexoes"])
    left, right = st.columns(2, gap="small")
    with left:
        _correlation(got["correlacao"])
    with right:
        _schema(got["schema_origem"])
    _errors(got["erros"])


def _times() -> str:
    return "%d/%m %H:%M" if language() == "pt" else "%b %d, %H:%M"


def _ms(value: Any) -> str:
    return "< 1" if 0 <= value < 0.5 else number(value, 0)


def _summary(summary: Any, together: pd.DataFrame) -> None:
    tries = 0 if missing(summary["tentativas"]) else int(summary["tentativas"])
    failures = 0 if missing(summary["falhas"]) else int(summary["falhas"])
    runs = together["run_id"].nunique()
    with_failure = together.loc[together["tem_falha_de_conexao"].astype(bool), "run_id"].nunique()
    latency = summary["media_ms"]
    share = (tries - failures) / tries * 100 if tries else None
    cards(
        [
            Card(
                _("Conexões com sucesso"),
                percent(share),
                figure=share,
                note=_("tentativas: {n}", n=number(tries)),
                tone="good" if tries and not failures else ("bad" if failures else "none"),
            ),
            Card(
                _("Falhas de conexão"),
                number(failures),
                figure=failures,
                tone="bad" if failures else "good",
            ),
            Card(
                _("Latência média"),
                "—" if missing(latency) else f"{_ms(latency)} ms",
                figure=latency,
                note=_("o motor embutido não a mede")
                if missing(latency)
                else _("máxima {n} ms", n=_ms(summary["maxima_ms"])),
            ),
            Card(
                _("Execuções que falharam"),
                number(runs),
                figure=runs,
                note=_("junto de falhas de conexão: {n}", n=number(with_failure)),
                tone="bad" if with_failure else ("warn" if runs else "good"),
            ),
        ],
        key="indicadores-conexoes",
    )


def _attempts(hours: pd.DataFrame) -> None:
    shown = hours.assign(
        situacao=[_("falhas") if name != "sucesso" else _("sucesso") for name in hours["categoria"]]
    )

    def draw(frame: pd.DataFrame) -> Any:
        return (
            alt.Chart(DATA)
            .mark_bar(width=6)
            .encode(
                x=alt.X("hora:T", title=None, axis=alt.Axis(format=_times(), labelOverlap=True)),
                y=alt.Y("sum(tentativas):Q", title=None),
                color=alt.Color(
                    "situacao:N",
                    scale=alt.Scale(
                        domain=[_("sucesso"), _("falhas")], range=[colour("good"), colour("bad")]
                    ),
                ),
                tooltip=[
                    alt.Tooltip("hora:T", title=_("hora"), format=_times()),
                    alt.Tooltip("situacao:N", title=_("situação")),
                    alt.Tooltip("sum(tentativas):Q", title=_("tentativas"), format=",d"),
                ],
            )
        )

    chart(
        shown,
        draw,
        title=_("Tentativas de conexão"),
        unit=_("por hora"),
        empty=_("Nenhuma conexão registrada ainda."),
        key="conexoes",
        height=220,
    )


def _failures(hours: pd.DataFrame) -> None:
    failed = hours[hours["falhas"] > 0]

    def draw(frame: pd.DataFrame) -> Any:
        return (
            alt.Chart(DATA)
            .mark_bar(color=colour("bad"))
            .encode(
                x=alt.X("sum(falhas):Q", title=None),
                y=alt.Y("categoria:N", title=None, sort="-x"),
                tooltip=[
                    alt.Tooltip("categoria:N", title=_("categoria")),
                    alt.Tooltip("sum(falhas):Q", title=_("falhas"), format=",d"),
                ],
            )
        )

    chart(
        failed,
        draw,
        title=_("Falhas de conexão por categoria"),
        unit=_("falhas"),
        empty=_("Nenhuma conexão falhou."),
        key="falhas-de-conexao",
        height=220,
    )


def _side_by_side(runs: pd.DataFrame, hours: pd.DataFrame) -> None:
    ended = runs[runs["status"].isin(["failed", "partial", "aborted"])]
    failed = hours[hours["falhas"] > 0]
    states = list(dict.fromkeys(ended["status"]))
    first = ended.assign(
        momento=ended["iniciado_em"], linha=_("execuções"), o_que=[word(s) for s in ended["status"]]
    )
    second = failed.assign(momento=failed["hora"], linha=_("conexões"), o_que=failed["categoria"])
    import pandas as pd

    columns = ["momento", "linha", "o_que"]
    both = pd.concat([first[columns], second[columns]], ignore_index=True)

    def draw(frame: pd.DataFrame) -> Any:
        short = frame["momento"].max() - frame["momento"].min() < pd.Timedelta(minutes=10)
        form = "%H:%M:%S" if short else _times()
        domain = [word(s) for s in states] + sorted(set(second["o_que"]))
        reach = [*colours_of(states), *[colour("none")] * len(set(second["o_que"]))]
        return (
            alt.Chart(DATA)
            .mark_tick(thickness=3, size=34)
            .encode(
                x=alt.X("momento:T", title=None, axis=alt.Axis(format=form, labelOverlap=True)),
                y=alt.Y("linha:N", title=None, sort=[_("execuções"), _("conexões")]),
                color=alt.Color("o_que:N", scale=alt.Scale(domain=domain, range=reach)),
                tooltip=[
                    alt.Tooltip("linha:N", title=_("o quê")),
                    alt.Tooltip("o_que:N", title=_("situação")),
                    alt.Tooltip("momento:T", title=_("quando"), format=_times()),
                ],
            )
        )

    chart(
        both,
        draw,
        title=_("Execuções que falharam ao lado de conexões que falharam"),
        unit=_("no tempo"),
        empty=_("Nenhuma execução e nenhuma conexão falhou: nada a comparar."),
        key="lado-a-lado",
        height=130,
    )


def _correlation(together: pd.DataFrame) -> None:
    shown = together.assign(
        situacao=[marked(state) for state in together["status"]],
        categoria_conexao=[word(kind) for kind in together["categoria_conexao"]],
    )
    table(
        shown,
        title=_("Falharam juntas?"),
        unit=_("falhas de conexão enquanto a execução trabalhava"),
        empty=_("Nenhuma execução falhou."),
        key="correlacao",
        columns={
            "run_id": (_("execução"), "count"),
            "situacao": _("situação"),
            "iniciado_em": (_("início"), "moment"),
            "categoria_conexao": _("categoria"),
            "falhas_conexao": (_("falhas"), "count"),
            "mensagem_erro": _("mensagem técnica (em inglês)"),
        },
        wide=("mensagem_erro",),
        narrow=("run_id",),
    )


def _schema(changes: pd.DataFrame) -> None:
    table(
        changes.assign(mudanca=[word(kind) for kind in changes["mudanca"]]),
        title=_("Mudanças no esquema da origem"),
        empty=_("A origem tem as mesmas colunas desde a primeira execução."),
        key="schema-origem",
        columns={
            "tabela": _("tabela"),
            "coluna": _("coluna"),
            "mudanca": _("mudança"),
            "tipo": _("tipo"),
            "visto_em": (_("visto em"), "moment"),
        },
    )


def _errors(errors: pd.DataFrame) -> None:
    shown = errors.assign(
        nivel=[marked(grade) for grade in errors["gravidade"]],
        orientacao=[advice(text) for text in errors["orientacao"]],
    )
    table(
        shown,
        title=_("Erros e o que fazer"),
        unit=_("o mais novo primeiro"),
        empty=_("Nenhum erro registrado em execução alguma."),
        key="erros",
        columns={
            "run_id": (_("execução"), "count"),
            "entidade": _("nó"),
            "categoria_erro": _("categoria"),
            "nivel": _("gravidade"),
            "orientacao": _("o que fazer"),
            "mensagem_erro": _("mensagem técnica (em inglês)"),
        },
        wide=("orientacao", "mensagem_erro"),
        narrow=("run_id",),
    )
