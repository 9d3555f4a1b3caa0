"""Words and tones of the states that the audit tables know."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from dashboards.common.formats import day, missing, number
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
        "anomalia": _("fora do usual"),
        "nenhuma": _("nenhuma"),
        "nova": _("nova"),
        "removida": _("removida"),
        "tipo alterado": _("tipo alterado"),
    }
    return words.get(str(state), str(state))


def marked(state: Any) -> str:
    """The word with the mark of its tone, for a table's cell."""
    return f"{MARKS[tone(state)]} {word(state)}"


def colours_of(states: list[str]) -> list[str]:
    """The colours of states, for a chart's scale; what was skipped is grey: it is no warning."""
    return [colour("none" if state == "skipped" else tone(state)) for state in states]


def sentence(alert: Any) -> str:
    """An alert (a row of ops.vw_alertas) in the reader's language."""
    values = [_value(getattr(alert, f"valor_{n}")) for n in range(1, 6)]
    return _(alert.modelo).format("", *values)


def advice(text: Any) -> str:
    """What to do about an error (ctl.taxonomia_erros), in the reader's language."""
    return "" if missing(text) else _(str(text))


def _value(text: Any) -> str:
    """A number as the reader writes it, any other text as it is."""
    if missing(text):
        return ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day(date.fromisoformat(text))
    if not re.fullmatch(r"-?\d+([.,]\d+)?", text):
        return str(text)
    whole, _point, places = text.replace(",", ".").partition(".")
    return number(float(f"{whole}.{places or 0}"), len(places) if int(places or 0) else 0)


def rule_word(rule: Any) -> str:
    """What a row does that a rule of the quarantine keeps out, in a sentence."""
    words = {
        "chave_nula": _("A linha não tem chave: nada a distingue das outras."),
        "chave_duplicada": _("Outra linha tem a mesma chave: nenhuma das duas é dada por certa."),
        "pedido_cliente": _("O pedido nomeia um cliente que a origem não tem."),
        "pedido_regiao": _("O pedido nomeia uma região de entrega que a origem não tem."),
        "pedido_data": _("A data do pedido falta, está fora do calendário ou no futuro."),
        "pedido_frete": _("O frete do pedido é negativo."),
        "item_orfao": _("O pedido ou o produto do item não existe ou foi recusado."),
        "item_quantidade": _("A quantidade do item falta, não cabe ou não é maior que zero."),
        "item_preco": _("O preço do item falta, não cabe ou é negativo."),
        "item_custo": _("O custo do item é negativo."),
        "item_frete": _("O frete do item é negativo."),
        "item_valor": _("Quantidade vezes preço, ou custo, não cabe em quinze dígitos."),
        "desconto_valor": _("O valor do desconto falta ou é negativo."),
        "desconto_orfao": _(
            "A campanha, o pedido ou o item do desconto não existe ou foi recusado."
        ),
        "desconto_nivel": _("É um desconto de produto e não diz de qual item."),
        "desconto_excede_base": _("Os descontos aprovados somam mais do que o valor a descontar."),
        "devolucao_quantidade": _(
            "A quantidade devolvida falta ou não é maior que zero, ou o valor falta ou é negativo."
        ),
        "devolucao_orfa": _("O item devolvido não existe ou foi recusado."),
        "devolucao_excede": _("Voltaram mais unidades do que foram vendidas."),
        "devolucao_valor": _("Foi devolvido mais dinheiro do que o item e o frete custaram."),
        "meta_valor": _("O valor da meta falta ou não é maior que zero."),
        "meta_periodo": _("O período da meta falta ou está fora do calendário."),
        "meta_orfa": _("O vendedor da meta não existe."),
        "meta_duplicada": _("Outra meta já vale para o mesmo vendedor e período."),
        "dimensao_obrigatoria": _("Falta uma coluna obrigatória; o detalhe diz qual."),
    }
    return words.get(str(rule), str(rule))
