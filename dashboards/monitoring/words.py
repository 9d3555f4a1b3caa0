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
    "com teste": "bad",
    "com reconciliacao": "bad",
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
        "com teste": _("teste falhou"),
        "com reconciliacao": _("difere da origem"),
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


def rule_word(rule: Any) -> str:
    """What a row does that a rule of the quarantine keeps out, in a sentence."""
    words = {
        "chave_nula": _("sem chave"),
        "chave_duplicada": _("a chave se repete em outra linha"),
        "pedido_cliente": _("o cliente não existe"),
        "pedido_regiao": _("a região não existe"),
        "pedido_data": _("a data falta, está fora do calendário ou no futuro"),
        "pedido_frete": _("o frete é negativo"),
        "item_orfao": _("o pedido ou o produto não existe ou foi recusado"),
        "item_quantidade": _("a quantidade falta ou não é positiva"),
        "item_preco": _("o preço falta ou é negativo"),
        "item_custo": _("o custo é negativo"),
        "item_frete": _("o frete é negativo"),
        "item_valor": _("o valor não cabe"),
        "desconto_valor": _("o valor falta ou é negativo"),
        "desconto_orfao": _("a campanha, o pedido ou o item não existe ou foi recusado"),
        "desconto_nivel": _("um desconto de produto sem item"),
        "desconto_excede_base": _("os descontos somam mais do que a base"),
        "devolucao_quantidade": _("a quantidade ou o valor falta ou não vale"),
        "devolucao_orfa": _("o item não existe ou foi recusado"),
        "devolucao_excede": _("voltou mais do que foi vendido"),
        "devolucao_valor": _("foi devolvido mais do que foi pago"),
        "meta_valor": _("o valor da meta falta ou não é positivo"),
        "meta_periodo": _("o período falta ou está fora do calendário"),
        "meta_orfa": _("o vendedor não existe"),
        "meta_duplicada": _("outra meta diz o mesmo"),
        "dimensao_obrigatoria": _("falta uma coluna obrigatória"),
    }
    return words.get(str(rule), str(rule))
