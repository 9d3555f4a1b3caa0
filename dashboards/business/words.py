"""The closed vocabularies of the data in the reader's language; other words stay as they are."""

from __future__ import annotations

import pandas as pd

from dashboards.common.formats import number
from dashboards.common.text import _


def customers(n: float) -> str:
    """`1 cliente`, `1.234 clientes`."""
    return _("1 cliente") if n == 1 else _("{n} clientes", n=number(n))


def word(value: object) -> str:
    """A period's kind, a customer's group, a method of discount, as the reader says it."""
    words = {
        "Mensal": _("Mensal"),
        "Trimestral": _("Trimestral"),
        "Anual": _("Anual"),
        "Campeões": _("Campeões"),
        "Fiéis": _("Fiéis"),
        "Recentes": _("Recentes"),
        "Regulares": _("Regulares"),
        "Em risco": _("Em risco"),
        "Perdidos": _("Perdidos"),
        "Sem compra": _("Sem compra"),
        "Pessoa Física": _("Pessoa Física"),
        "Pessoa Jurídica": _("Pessoa Jurídica"),
        "Prata": _("Prata"),
        "Ouro": _("Ouro"),
        "Novo": _("Novo"),
        "Recorrente": _("Recorrente"),
        "Inativo": _("Inativo"),
        "Cupom": _("Cupom"),
        "Automático": _("Automático"),
        "Negociado": _("Negociado"),
        "Volume": _("Volume"),
    }
    return words.get(str(value), str(value))


def worded(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with the words of these columns in the reader's language."""
    said = {
        name: frame[name].map({value: word(value) for value in frame[name].unique()})
        for name in columns
    }
    return frame.assign(**said)
