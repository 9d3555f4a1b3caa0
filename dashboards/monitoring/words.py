"""Words and tones of the states that the audit tables know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboards.common.look import MARKS, Tone, colour
from dashboards.common.text import _

SQL = Path(__file__).parent / "sql"

TONES: dict[str, Tone] = {
    "success": "good",
    "pass": "good",
    "ok": "good",
    "partial": "warn",
    "warn": "warn",
    "skipped": "warn",
    "vazia": "warn",
    "atrasado": "bad",
    "failed": "bad",
    "fail": "bad",
    "error": "bad",
    "aborted": "bad",
    "nunca": "bad",
    "running": "info",
    "inactive": "none",
    "critica": "bad",
    "alta": "bad",
    "media": "warn",
    "baixa": "info",
}


def tone(state: Any) -> Tone:
    """The tone of a status or gravity."""
    return TONES.get(str(state), "none")


def word(state: Any) -> str:
    """A status, gravity or kind of alert in the reader's language; unknown ones as they are."""
    words = {
        "success": _("sucesso"),
        "pass": _("passou"),
        "ok": _("no prazo"),
        "partial": _("parcial"),
        "warn": _("aviso"),
        "skipped": _("pulada"),
        "vazia": _("vazia"),
        "atrasado": _("atrasada"),
        "failed": _("falhou"),
        "fail": _("falhou"),
        "error": _("erro"),
        "aborted": _("interrompida"),
        "nunca": _("nunca carregada"),
        "running": _("em curso"),
        "inactive": _("desligada"),
        "critica": _("crítica"),
        "alta": _("alta"),
        "media": _("média"),
        "baixa": _("baixa"),
        "execucao": _("execução"),
        "relogio": _("relógio da origem"),
        "espera": _("carimbo no futuro"),
        "sla": _("prazo"),
        "carga_vazia": _("carga vazia"),
        "palavra": _("palavra estranha"),
        "falhas_consecutivas": _("falhas seguidas"),
        "schema_origem": _("esquema da origem"),
        "teste": _("teste"),
        "reconciliacao": _("reconciliação"),
        "quarentena": _("quarentena"),
    }
    return words.get(str(state), str(state))


def marked(state: Any) -> str:
    """The word with the mark of its tone, for a table's cell."""
    return f"{MARKS[tone(state)]} {word(state)}"


def colours_of(states: list[str]) -> list[str]:
    """The colours of states, for a chart's scale; what was skipped is grey: it is no warning."""
    return [colour("none" if state == "skipped" else tone(state)) for state in states]
