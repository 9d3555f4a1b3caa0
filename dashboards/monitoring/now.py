"""The first screen: is the warehouse right and fresh now?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st

from dashboards.common.cards import Card, badge, cards
from dashboards.common.charts import nothing, panel
from dashboards.common.figures import ask
from dashboards.common.formats import ago, duration, missing, moment, number, percent
from dashboards.common.look import Tone
from dashboards.common.page import as_of, heading, verdict
from dashboards.common.text import _, language
from dashboards.monitoring.runs import durations
from dashboards.monitoring.words import SQL, sentence, tone, word
from ecommerce_base.muted import Mute, muted
from ecommerce_base.settings import load_settings

if TYPE_CHECKING:
    import pandas as pd

FEW = 2
"""Causes beside the entities up to which the runs stand below them."""
# Cause → page that shows more of it, and its name.
PAGES = {
    "teste": ("qualidade", "Qualidade"),
    "quarentena": ("qualidade", "Qualidade"),
    "anomalia": ("qualidade", "Qualidade"),
    "reconciliacao": ("reconciliacao", "Reconciliação"),
    "falhas_consecutivas": ("conexoes", "Conexões e erros"),
    "execucao": ("conexoes", "Conexões e erros"),
    "carga_vazia": ("execucoes", "Execuções"),
    "sla": ("execucoes", "Execuções"),
}


def now() -> None:
    """Draws the page."""
    got = ask(SQL, "resumo", "entidades", "alertas", "execucoes", max_age=15, ultimas=30)
    summary = got["resumo"].iloc[0]
    heading(_("Agora"), _("O armazém está certo e atual?"))
    as_of(got)
    clock = warehouse_clock(got["entidades"], got.read_at)
    alerts = got["alertas"]
    silent = muted(load_settings().data_dir)
    loud = alerts[~alerts["alerta_id"].isin(list(silent))]
    silenced = len(alerts) - len(loud)
    _verdict(summary, loud, silenced, clock)
    cards(_cards(summary, got["execucoes"], loud, silenced), key="indicadores-agora")
    left, right = st.columns([5, 4] if len(alerts) else [5, 3], gap="small")
    with left:
        _entities(got["entidades"], alerts)
    with right:
        _alerts(alerts, silent, clock)
    with left if alerts["causa"].nunique() > FEW else right:
        durations(got["execucoes"])


def _verdict(summary: Any, alerts: pd.DataFrame, silenced: int, clock: datetime | None) -> None:
    """The gravest cause in plain words, and what mends it."""
    last = _("nenhuma execução ainda")
    if not missing(summary["run_id"]):
        last = _(
            "execução {run}: {status}, {when}",
            run=number(summary["run_id"]),
            status=word(summary["status"]),
            when=_since(summary["finalizado_em"], clock),
        )
    if alerts.empty:
        if missing(summary["run_id"]):
            verdict("warn", _("Ainda não carregado"), _("Rode `python run.py`."))
        elif silenced:
            verdict("info", _("Nada além do que foi silenciado"), _quiet(silenced) + f" · {last}")
        else:
            verdict("good", _("Certo e atual"), _("Nenhum alerta aberto") + f" · {last}")
        return
    grave = alerts["gravidade"].isin(["critica", "alta"]).any()
    worst = causes(alerts)[0]
    others = alerts["causa"].nunique() - 1
    more = _("mais uma causa aberta") if others == 1 else ""
    if others > 1:
        more = _("mais {n} causas abertas", n=number(others))
    said = f"{_(worst['acao'].iloc[0])} {last[:1].upper()}{last[1:]}{more and f' · {more}'}"
    verdict("bad" if grave else "warn", cause_word(worst), said)


def causes(alerts: pd.DataFrame) -> list[pd.DataFrame]:
    """The alerts of each cause, the gravest cause first; the alerts come in that order."""
    return [of_cause for _cause, of_cause in alerts.groupby("causa", sort=False)]


def cause_word(alerts: pd.DataFrame) -> str:
    """One cause in plain words."""
    n, first = len(alerts), alerts.iloc[0]
    if n == 1:
        return sentence(first)
    named = ", ".join(dict.fromkeys(alerts["entidade"]))
    words = {
        "sla": _("Nada carregou a tempo: {n} entidades atrasadas", n=n),
        "quarentena": _("Linhas recusadas por {n} regras ({names})", n=n, names=named),
        "teste": _("{n} testes falham ({names})", n=n, names=named),
        "reconciliacao": _("Origem e armazém diferem em {n} medidas ({names})", n=n, names=named),
        "carga_vazia": _("{n} cargas vazias sem razão ({names})", n=n, names=named),
        "schema_origem": _("A origem mudou {n} colunas ({names})", n=n, names=named),
        "anomalia": _("{n} medidas fora do usual ({names})", n=n, names=named),
    }
    return words.get(first["causa"], sentence(first))


def _cards(summary: Any, runs: pd.DataFrame, alerts: pd.DataFrame, silenced: int) -> list[Card]:
    return [
        _run_card(summary, runs),
        _fresh_card(summary),
        _rows_card(summary, runs),
        _alert_card(alerts, silenced),
        _reconciliation_card(summary, runs),
        _quarantine_card(summary, runs),
    ]


def _run_card(summary: Any, runs: pd.DataFrame) -> Card:
    took, usual = summary["duracao_s"], summary["duracao_mediana_s"]
    known = not missing(took) and not missing(summary["duracao_max_s"])
    slow = known and took > 1.5 * summary["duracao_max_s"]
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


def _alert_card(alerts: pd.DataFrame, silenced: int) -> Card:
    grave = int(alerts["gravidade"].isin(["critica", "alta"]).sum())
    quiet: Tone = "info" if silenced else "good"
    state: Tone = "bad" if grave else ("warn" if len(alerts) else quiet)
    note = _("causas: {n}", n=number(alerts["causa"].nunique()))
    return Card(
        label=_("Alertas abertos"),
        value=number(len(alerts)),
        figure=len(alerts),
        delta=_("graves: {n}", n=number(grave)) if grave else "",
        delta_tone="bad",
        note=f"{note} · {_quiet(silenced)}" if silenced else note,
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


def _entities(entities: pd.DataFrame, alerts: pd.DataFrame) -> None:
    wrong = {
        kind: set(alerts.loc[alerts["tipo"] == kind, "entidade"])
        for kind in ("teste", "reconciliacao")
    }
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
        rows = "".join(_entity(row, wrong) for _i, row in entities.iterrows())
        st.html(
            f'<table class="dw-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )


def _entity(row: Any, wrong: dict[str, set[str]]) -> str:
    state = "vazia" if row["eh_vazia_inesperada"] else row["status"]
    if state == "success":  # loaded, and yet not right
        state = next((f"com {kind}" for kind, of in wrong.items() if row["entidade"] in of), state)
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


def _alerts(alerts: pd.DataFrame, silent: dict[str, Mute], clock: datetime | None) -> None:
    with panel(
        alerts,
        title=_("Alertas abertos"),
        unit=_("por causa, as mais graves primeiro"),
        key="alertas",
    ):
        if alerts.empty:
            nothing(_("Nenhum alerta aberto: está tudo bem."))
            return
        shown = "".join(_cause(of_cause, silent, clock) for of_cause in causes(alerts))
        st.html(f'<ul class="dw-list">{shown}</ul>')


def _cause(alerts: pd.DataFrame, silent: dict[str, Mute], clock: datetime | None) -> str:
    first = alerts.iloc[0]
    grade, cause = first["gravidade"], first["causa"]
    quiet = alerts["alerta_id"].isin(list(silent))
    what = f"{word(cause)} · {_since(alerts['desde'].min(), clock)}"
    what += f" · {_quiet(int(quiet.sum()))}" if quiet.any() else ""
    action = str(first["acao"])
    # The page that the action names, or the one of the cause; some have none.
    named = [shown for shown in PAGES.values() if shown[1] in action]
    page, name = named[0] if named else PAGES.get(cause, ("", ""))
    link = _link(page, _(name)) if page else ""
    each = ""
    if len(alerts) > 1:
        lines = "".join(
            f"<div>{escape(row.entidade)}: {escape(sentence(row))}"
            f"{' → ' + escape(_(row.acao)) if row.acao != action else ''}"
            f"{' · ' + escape(_quiet(1)) if hushed else ''}{_filtered(row, page)}</div>"
            for row, hushed in zip(alerts.itertuples(), quiet, strict=True)
        )
        count = _("os {n} alertas desta causa", n=number(len(alerts)))
        each = f"<details><summary>{escape(count)}</summary>{lines}</details>"
    todo = escape(_(action))
    about = "" if len(alerts) > 1 else f"<b>{escape(first['entidade'])}</b> "
    if len(alerts) == 1:
        link = _filtered(first, page) or link
    return (
        f"<li>{badge(word(grade), tone(grade))} {about}{escape(cause_word(alerts))} "
        f'<span class="dw-note">{escape(what)}</span>'
        f'<div class="dw-act">→ {todo} {link} · docs/runbook.md</div>{each}</li>'
    )


def _quiet(n: int) -> str:
    return _("um silenciado") if n == 1 else _("{n} silenciados", n=number(n))


def _filtered(alert: Any, page: str) -> str:
    """A link to the rows of one alert: of a test, of a rule of the quarantine; empty for others."""
    key = {"teste": "teste", "quarentena": "regra"}.get(alert.tipo)
    item = str(alert.alerta_id).rpartition(":")[2]
    return " " + _link(page, _("ver as linhas"), **{key: item}) if key else ""


def _link(page: str, text: str, **filters: str) -> str:
    address = urlencode({"lang": language().upper(), **filters})
    return f'<a href="{page}?{escape(address)}" target="_self">{escape(text)}</a>'


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
