"""Runs: what each loaded, how long it took against the usual, and where its time went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

from dashboards.common.address import kept
from dashboards.common.charts import DATA, chart, table
from dashboards.common.figures import ask
from dashboards.common.formats import compact, moment, number
from dashboards.common.look import colour
from dashboards.common.page import as_of, heading
from dashboards.common.text import _
from dashboards.monitoring.critical_path import critical_path
from dashboards.monitoring.lineage import lineage
from dashboards.monitoring.run_log import show_log
from dashboards.monitoring.words import SQL, colours_of, marked, word

if TYPE_CHECKING:
    import pandas as pd

LAST = (15, 30, 60, 120)
GANTT_NODES = 28


def runs() -> None:
    """Draws the page."""
    heading(_("Execuções"), _("O que cada execução carregou, e quanto demorou contra o usual?"))
    first, second = st.columns([2, 3], vertical_alignment="bottom")
    last = kept(
        first.segmented_control,
        _("Últimas execuções"),
        LAST,
        key="ultimas",
        default=30,
        required=True,
    )
    got = ask(SQL, "execucoes", "cargas", ultimas=last)
    as_of(got)
    known = list(got["cargas"].sort_values("ordem")["entidade"].unique()) or ["fact_vendas"]
    entity = kept(
        second.selectbox,
        _("Entidade"),
        known,
        key="entidade",
        default="fact_vendas" if "fact_vendas" in known else known[0],
    )
    _matrix(got["cargas"])
    left, right = st.columns(2, gap="small")
    with left:
        durations(got["execucoes"])
    with right:
        _volumes(got["cargas"], entity)
    run_id = _gantt(got["execucoes"])
    if run_id is not None:
        lineage(entity, run_id, known)
        with st.expander(_("O registro da execução {run}", run=number(run_id))):
            show_log(ask(SQL, "uma_execucao", run_id=run_id)["uma_execucao"].iloc[0])
    left, right = st.columns(2, gap="small")
    with left:
        _lag(got["cargas"])
    with right:
        _list(got["execucoes"])


def _matrix(loads: pd.DataFrame) -> None:
    shown = loads.copy()
    shown["estado"] = shown["status"].mask(shown["eh_vazia_inesperada"].astype(bool), "vazia")
    states = list(dict.fromkeys(shown["estado"]))
    shown["situacao"] = [word(state) for state in shown["estado"]]
    # Told without colour too: ▲ empty where it should not be, ✕ failed, ○ left out.
    marks = {"vazia": "▲ ", "failed": "✕ ", "error": "✕ ", "skipped": "○ ", "partial": "▲ "}
    shown["texto"] = [
        marks.get(row.estado, "") + compact(row.linhas_gravadas) for row in shown.itertuples()
    ]

    def draw(frame: pd.DataFrame) -> Any:
        full = (alt.datum.linhas_gravadas > 0) | (alt.datum.status != "success")
        base = alt.Chart(DATA).encode(
            x=alt.X("run_id:O", title=_("execução"), axis=alt.Axis(labelAngle=0, orient="top")),
            y=alt.Y("entidade:N", title=None, sort=alt.SortField("ordem")),
        )
        cells = base.mark_rect(cornerRadius=4, stroke=colour("card"), strokeWidth=2).encode(
            color=alt.Color(
                "situacao:N",
                scale=alt.Scale(domain=[word(s) for s in states], range=colours_of(states)),
            ),
            opacity=alt.condition(full, alt.value(0.9), alt.value(0.3)),
            tooltip=[
                alt.Tooltip("entidade:N", title=_("entidade")),
                alt.Tooltip("run_id:O", title=_("execução")),
                alt.Tooltip("situacao:N", title=_("situação")),
                alt.Tooltip("linhas_gravadas:Q", title=_("linhas gravadas"), format=",d"),
                alt.Tooltip("linhas_mediana:Q", title=_("esperadas"), format=",.0f"),
                alt.Tooltip("linhas_quarentena:Q", title=_("em quarentena"), format=",d"),
                alt.Tooltip("duracao_s:Q", title=_("segundos"), format=",.1f"),
            ],
        )
        numbers = base.mark_text(fontSize=10).encode(
            text="texto:N",
            color=alt.condition(full, alt.value(colour("card")), alt.value(colour("ink"))),
        )
        return alt.layer(cells, numbers)

    chart(
        shown,
        draw,
        title=_("Entidade por execução"),
        unit=_("linhas gravadas; a cor é a situação"),
        empty=_("Nenhuma carga ainda: a primeira execução enche esta matriz."),
        key="matriz",
        height=330,
    )


def durations(frame: pd.DataFrame) -> None:
    """How long each loading run took, against the normal of those before it."""
    closed = frame[frame["finalizado_em"].notna() & (frame["entidades"] > 0)]
    _with_band(
        closed,
        "duracao",
        states="status",
        title=_("Duração das execuções que carregam"),
        unit=_("segundos; faixa: o normal das dez anteriores"),
        key="duracao",
    )


def _volumes(loads: pd.DataFrame, entity: str) -> None:
    _with_band(
        loads[loads["entidade"] == entity],
        "linhas",
        states="status",
        title=_("Volume de {entity}", entity=entity),
        unit=_("linhas gravadas; faixa: o normal das dez anteriores"),
        key="volume",
    )


def _with_band(
    frame: pd.DataFrame, measure: str, *, states: str, title: str, unit: str, key: str
) -> None:
    value, low, high, usual = {
        "duracao": ("duracao_s", "duracao_min_s", "duracao_max_s", "duracao_mediana_s"),
        "linhas": ("linhas_gravadas", "linhas_min", "linhas_max", "linhas_mediana"),
    }[measure]
    shown = frame.assign(situacao=[word(state) for state in frame[states]])
    present = list(dict.fromkeys(frame[states]))

    def draw(data: pd.DataFrame) -> Any:
        x = alt.X("run_id:O", title=_("execução"), axis=alt.Axis(labelAngle=0, labelOverlap=True))
        base = alt.Chart(DATA).encode(x=x)
        band = base.mark_area(color=colour("band"), opacity=0.8, interpolate="monotone").encode(
            y=alt.Y(f"{low}:Q", title=None), y2=f"{high}:Q"
        )
        middle = base.mark_line(
            color=colour("none"), strokeDash=[4, 3], strokeWidth=1.2, interpolate="monotone"
        ).encode(y=f"{usual}:Q")
        line = base.mark_line(color=colour("info"), strokeWidth=1.8).encode(y=f"{value}:Q")
        dots = base.mark_point(filled=True, size=55, opacity=1).encode(
            y=f"{value}:Q",
            color=alt.Color(
                "situacao:N",
                scale=alt.Scale(domain=[word(s) for s in present], range=colours_of(present)),
            ),
            tooltip=[
                alt.Tooltip("run_id:O", title=_("execução")),
                alt.Tooltip(f"{value}:Q", title=_("valor"), format=",.1f"),
                alt.Tooltip(f"{usual}:Q", title=_("usual"), format=",.1f"),
                alt.Tooltip(f"{low}:Q", title=_("normal de"), format=",.1f"),
                alt.Tooltip(f"{high}:Q", title=_("normal até"), format=",.1f"),
            ],
        )
        return alt.layer(band, middle, line, dots)

    chart(
        shown,
        draw,
        title=title,
        unit=unit,
        empty=_("Nenhuma carga nas execuções escolhidas: aumente o número delas."),
        key=key,
        height=230,
    )


def _gantt(frame: pd.DataFrame) -> int | None:
    """The timeline of the run that is chosen here: which one; None without any."""
    if frame.empty:
        return None
    newest = frame.sort_values("run_id", ascending=False)
    loaded = newest[newest["carrega"] == 1]
    labels = {
        int(row["run_id"]): f"{number(row['run_id'])} · {marked(row['status'])} · "
        f"{moment(row['iniciado_em'])}"
        for _i, row in newest.iterrows()
    }
    first = int((loaded if len(loaded) else newest)["run_id"].iloc[0])
    run_id = kept(
        st.selectbox,
        _("Linha do tempo da execução"),
        list(labels),
        key="execucao",
        default=first,
        format_func=lambda number_of: labels[number_of],
    )
    nodes = ask(SQL, "nos", run_id=int(run_id))["nos"]
    chain = critical_path(nodes)
    nodes["critico"] = nodes["entidade"].isin(chain)
    nodes["situacao"] = [
        word(row["status"])
        if row["status"] != "success"
        else (_("caminho crítico") if row["critico"] else _("outros nós"))
        for _i, row in nodes.iterrows()
    ]
    longest = nodes.nlargest(GANTT_NODES, "duracao_s")
    shown = nodes[nodes.index.isin(longest.index) | (nodes["status"] != "success")].copy()
    if not shown.empty:
        begin = nodes["iniciado_em"].min()
        shown["de"] = (shown["iniciado_em"] - begin).dt.total_seconds()
        shown["ate"] = (shown["finalizado_em"] - begin).dt.total_seconds()
    chart(
        shown,
        _draw_gantt,
        title=_("Para onde foi o tempo"),
        unit=_("segundos desde o primeiro nó"),
        note=_(
            "Os {n} nós mais longos. Caminho crítico: cada nó e o que terminou por último antes "
            "de ele começar; {k} nós nele.",
            n=number(len(shown)),
            k=number(len(chain)),
        ),
        empty=_("Esta execução não chegou a nenhum nó: veja a sua mensagem na lista abaixo."),
        key="gantt",
        height=max(120, 17 * len(shown)),
    )
    return int(run_id)


def _draw_gantt(frame: pd.DataFrame) -> Any:
    states = {
        _("caminho crítico"): colour("info"),
        _("outros nós"): colour("none"),
        word("failed"): colour("bad"),
        word("skipped"): colour("warn"),
        word("inactive"): colour("band"),
    }
    here = [state for state in states if state in set(frame["situacao"])]
    return (
        alt.Chart(DATA)
        .mark_bar(height=11, cornerRadius=3)
        .encode(
            x=alt.X("de:Q", title=None),
            x2="ate:Q",
            y=alt.Y("entidade:N", title=None, sort=alt.SortField("de")),
            color=alt.Color(
                "situacao:N", scale=alt.Scale(domain=here, range=[states[s] for s in here])
            ),
            tooltip=[
                alt.Tooltip("entidade:N", title=_("nó")),
                alt.Tooltip("tipo_recurso:N", title=_("tipo")),
                alt.Tooltip("situacao:N", title=_("situação")),
                alt.Tooltip("de:Q", title=_("início, s"), format=",.2f"),
                alt.Tooltip("duracao_s:Q", title=_("duração, s"), format=",.2f"),
                alt.Tooltip("mensagem_erro:N", title=_("erro")),
            ],
        )
    )


def _lag(loads: pd.DataFrame) -> None:
    shown = loads[loads["status"] == "success"]

    def draw(frame: pd.DataFrame) -> Any:
        return (
            alt.Chart(DATA)
            .mark_line(point=True)
            .encode(
                x=alt.X("run_id:O", title=_("execução"), axis=alt.Axis(labelAngle=0)),
                y=alt.Y(
                    "max(atraso_janela_minutos):Q",
                    title=None,
                    scale=alt.Scale(type="symlog"),
                ),
                tooltip=[
                    alt.Tooltip("run_id:O", title=_("execução")),
                    alt.Tooltip("max(atraso_janela_minutos):Q", title=_("minutos"), format=",d"),
                ],
            )
        )

    chart(
        shown,
        draw,
        title=_("Atraso da janela"),
        unit=_("minutos do corte ao fim da carga, a mais velha; escala logarítmica"),
        empty=_("Nenhuma carga com sucesso nas execuções escolhidas."),
        key="atraso",
        height=300,
    )


def _list(frame: pd.DataFrame) -> None:
    shown = frame.sort_values("run_id", ascending=False).copy()
    shown["situacao"] = [marked(state) for state in shown["status"]]
    columns: dict[str, Any] = {
        "run_id": (_("execução"), "count"),
        "situacao": _("situação"),
        "iniciado_em": (_("início"), "moment"),
        "duracao_s": (_("duração"), "seconds"),
        "linhas_gravadas": (_("linhas"), "count"),
        "varredura": st.column_config.CheckboxColumn(
            _("varredura"), help=_("Comparou tudo, não só o que a origem carimbou"), width="small"
        ),
        "linhas_sem_carimbo": (_("sem carimbo"), "count"),
        "mensagem_erro": _("mensagem técnica (em inglês)"),
        "comando": _("comando"),
        "usuario": _("usuário"),
    }
    table(
        shown,
        title=_("Execuções"),
        unit=_("a mais nova primeiro"),
        empty=_("Nenhuma execução ainda: `python run.py` faz a primeira."),
        key="execucoes",
        columns=columns,
        height=340,
        wide=("mensagem_erro", "comando"),
        narrow=("run_id", "situacao", "duracao_s"),
    )
