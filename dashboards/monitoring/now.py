"""The first screen: is the warehouse right and fresh now?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.common.cards import Card, badge, cards
from dashboards.common.charts import nothing, panel
from dashboards.common.figures import ask
from dashboards.common.formats import ago, duration, missing, moment, number, percent
from dashboards.common.look import Tone
from dashboards.common.page import as_of, heading, verdict
from dashboards.common.text import _
from dashboards.monitoring.words import SQL, tone, word

if TYPE_CHECKING:
    import pandas as pd

SHOWN_ALERTS = 5


def now() -> None:
    """Draws the page."""
    got = ask(SQL, "resumo", "entidades", "alertas", "execucoes", max_age=15, ultimas=30)
    summary = got["resumo"].iloc[0]
    heading(_("Agora"), _("O armazém está certo e atual?"))
    as_of(got)
    clock = warehouse_clock(got["entidades"], got.read_at)
    _verdict(summary, clock)
    cards(_cards(summary, got["execucoes"]), key="indicadores-agora")
    left, right = st.columns([5, 3], gap="small")
    with left:
        _entities(got["entidades"])
    with right:
        _alerts(got["alertas"], clock)


def _verdict(summary: Any, clock: datetime | None) -> None:
    last = _("nenhuma execução ainda")
    if not missing(summary["run_id"]):
        last = _(
            "execução {run}: {status}, {when}",
            run=number(summary["run_id"]),
            status=word(summary["status"]),
            when=_since(summary["finalizado_em"], clock),
        )
    wrong: list[str] = []
    if summary["criticos"] or summary["altos"]:
        wrong.append(_("alertas graves: {n}", n=number(summary["criticos"] + summary["altos"])))
    if summary["entidades"] > summary["no_prazo"]:
        wrong.append(
            _("entidades atrasadas: {n}", n=number(summary["entidades"] - summary["no_prazo"]))
        )
    if wrong:
        verdict("bad", _("Precisa de atenção agora"), f"{' · '.join(wrong)} · {last}")
    elif summary["alertas"] or missing(summary["run_id"]):
        few = _("alertas leves: {n}", n=number(summary["alertas"]))
        verdict("warn", _("Atual, com ressalvas"), f"{few} · {last}")
    else:
        verdict("good", _("Certo e atual"), _("Nenhum alerta aberto") + f" · {last}")


def _cards(summary: Any, runs: pd.DataFrame) -> list[Card]:
    return [
        _run_card(summary, runs),
        _fresh_card(summary),
        _rows_card(summary, runs),
        _alert_card(summary),
        _reconciliation_card(summary, runs),
        _quarantine_card(summary, runs),
    ]


def _run_card(summary: Any, runs: pd.DataFrame) -> Card:
    took, usual = summary["duracao_s"], summary["duracao_mediana_s"]
    slow = not missing(summary["duracao_max_s"]) and took > 1.5 * summary["duracao_max_s"]
    return Card(
        label=_("Última execução"),
        value=word(summary["status"]).capitalize() if not missing(summary["run_id"]) else "—",
        delta=duration(took),
        delta_tone="warn" if slow else "none",
        note=_("usual {usual}", usual=duration(usual)),
        tone=tone(summary["status"]),
        trend=list(runs["duracao_s"]),
        help=_("Duração das últimas 30 execuções"),
    )


def _fresh_card(summary: Any) -> Card:
    late = summary["entidades"] > summary["no_prazo"]
    return Card(
        label=_("Entidades no prazo"),
        value=f"{number(summary['no_prazo'])}/{number(summary['entidades'])}",
        figure=summary["no_prazo"],
        delta=percent(summary["consumo_maximo"], 0),
        delta_tone="bad" if late else "good",
        note=_("do prazo"),
        tone="bad" if late else "good",
        help=_("Idade dos dados contra o prazo (SLA); o maior consumo entre as entidades"),
    )


def _rows_card(summary: Any, runs: pd.DataFrame) -> Card:
    written, expected, empty = summary["gravadas"], summary["esperadas"], summary["vazias"]
    state: Tone = "warn" if empty else "good"
    if summary["nao_carregadas"]:
        state = "bad"
    note = _("esperadas {n}", n=number(expected))
    if summary["linhas_sem_carimbo"]:
        note = _("sem carimbo na origem: {n}", n=number(summary["linhas_sem_carimbo"]))
    if empty:
        note = _("vazias sem razão: {n}", n=number(empty))
    return Card(
        label=_("Linhas gravadas"),
        value=number(written),
        figure=written,
        delta=percent((written / expected - 1) * 100, 0, sign=True)
        if not missing(expected) and expected
        else "",
        note=note,
        tone=state,
        trend=list(runs["linhas_gravadas"]),
        help=_("Soma da última carga de cada entidade; o esperado é a mediana das dez anteriores"),
    )


def _alert_card(summary: Any) -> Card:
    grave = summary["criticos"] + summary["altos"]
    state: Tone = "bad" if grave else ("warn" if summary["alertas"] else "good")
    return Card(
        label=_("Alertas abertos"),
        value=number(summary["alertas"]),
        figure=summary["alertas"],
        delta=_("graves: {n}", n=number(grave)) if grave else "",
        delta_tone="bad",
        note=_("médios: {n}", n=number(summary["medios"])),
        tone=state,
    )


def _reconciliation_card(summary: Any, runs: pd.DataFrame) -> Card:
    if missing(summary["run_comparado"]):
        return Card(_("Diferenças da origem"), "—", note=_("ainda não comparado"), tone="warn")
    current = summary["run_comparado"] == summary["run_id"]
    return Card(
        label=_("Diferenças da origem"),
        value=number(summary["diferencas"]),
        figure=summary["diferencas"],
        note=_("de {n} medidas", n=number(summary["medidas_reconciliadas"]))
        if current
        else _("só até a execução {run}", run=number(summary["run_comparado"])),
        tone="bad" if summary["diferencas"] else ("good" if current else "warn"),
        trend=list(runs["diferencas"]),
        help=_("Medidas em que a origem e o armazém diferem, na última comparação"),
    )


def _quarantine_card(summary: Any, runs: pd.DataFrame) -> Card:
    return Card(
        label=_("Linhas em quarentena"),
        value=number(summary["abertas"]),
        figure=summary["abertas"],
        delta=_("+{n} na última", n=number(summary["novas"])) if summary["novas"] else "",
        delta_tone="warn",
        note=_("regras: {n}", n=number(summary["regras"])) if summary["abertas"] else "",
        tone="warn" if summary["abertas"] else "good",
        trend=list(runs["linhas_quarentena"]),
        help=_("Linhas da origem que quebram uma regra; voltam sozinhas depois de corrigidas"),
    )


def _entities(entities: pd.DataFrame) -> None:
    with panel(
        entities,
        title=_("Entidades"),
        unit=_("última carga contra prazo e volume esperado"),
        key="entidades",
    ):
        if entities.empty:
            nothing(_("Nenhuma entidade carregada ainda: a primeira execução as registra."))
            return
        head = "".join(
            f"<th{kind}>{escape(text)}</th>"
            for text, kind in (
                (_("Entidade"), ""),
                (_("Carga"), ""),
                (_("Idade contra o prazo"), ' class="dw-wide"'),
                (_("Linhas"), ' class="dw-num"'),
                (_("Esperado"), ' class="dw-num"'),
                (_("Duração"), ' class="dw-num dw-last"'),
            )
        )
        rows = "".join(_entity(row) for _i, row in entities.iterrows())
        st.html(
            f'<table class="dw-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )


def _entity(row: Any) -> str:
    state = "vazia" if row["eh_vazia_inesperada"] else row["status"]
    if not row["ativo"]:
        state = "inactive"
    late = tone(row["status_sla"])
    used = 0.0 if missing(row["consumo_sla_percent"]) else float(row["consumo_sla_percent"])
    age = row["idade_minutos"]
    fresh = _("nunca") if missing(age) else duration(float(age) * 60)
    promised = duration(row["sla_minutos"] * 60)
    width = f"width:{min(max(used, 1.5), 100):.1f}%"
    note = "dw-delta dw-bad" if late == "bad" else "dw-note"
    bar = (
        f'<div class="dw-meter dw-{late}"><i style="{width}"></i></div>'
        f'<span class="{note}">{escape(fresh)} / {escape(promised)}</span>'
    )
    return (
        f"<tr><td><b>{escape(row['entidade'])}</b></td><td>{badge(word(state), tone(state))}</td>"
        f'<td class="dw-wide">{bar}</td><td class="dw-num">{number(row["linhas_gravadas"])}</td>'
        f'<td class="dw-num">{number(row["linhas_mediana"])}</td>'
        f'<td class="dw-num dw-last">{duration(row["duracao_s"])}</td></tr>'
    )


def _alerts(alerts: pd.DataFrame, clock: datetime | None) -> None:
    with panel(
        alerts, title=_("Alertas abertos"), unit=_("os mais graves primeiro"), key="alertas"
    ):
        if alerts.empty:
            nothing(_("Nenhum alerta aberto: está tudo bem."))
            return
        shown = "".join(_alert(row, clock) for _i, row in alerts.head(SHOWN_ALERTS).iterrows())
        more = len(alerts) - SHOWN_ALERTS
        rest = (
            f'<div class="dw-note">{escape(_("e mais {n} no CSV", n=number(more)))}</div>'
            if more > 0
            else ""
        )
        st.html(f'<ul class="dw-list">{shown}</ul>{rest}')


def _alert(row: Any, clock: datetime | None) -> str:
    grade, said = row["gravidade"], escape(row["mensagem"])
    what = f"{word(row['tipo'])} · {_since(row['desde'], clock)}"
    return (
        f"<li>{badge(word(grade), tone(grade))} <b>{escape(row['entidade'])}</b> "
        f'<span class="dw-note">{escape(what)}</span>'
        f'<div class="dw-two" title="{said}">{said}</div></li>'
    )


def warehouse_clock(entities: pd.DataFrame, read_at: datetime) -> datetime | None:
    """What the warehouse's clock shows now, whatever its time zone; None where nothing tells it.

    The stamps of the audit are of that clock: UTC, or a server's own time. An entity's age is the
    minutes by it since `ultimo_cutoff`, at the reading.
    """
    known = entities[entities["ultimo_cutoff"].notna() & entities["idade_minutos"].notna()]
    if known.empty:
        return None
    age = timedelta(minutes=float(known["idade_minutos"].iloc[0]))
    at_reading: datetime = known["ultimo_cutoff"].iloc[0].floor("min").to_pydatetime() + age
    return at_reading + (datetime.now(UTC) - read_at)


def _since(value: Any, clock: datetime | None) -> str:
    return ago(value, clock) if clock else moment(value)
