"""The star diagrams: every key of a fact that points at a dimension is an arrow."""

from __future__ import annotations

import re

from conftest import ROOT

from ecommerce_documents.diagrams import FILE


def test_every_key_of_a_fact_is_drawn() -> None:
    text = (ROOT / FILE).read_text(encoding="utf-8")
    arrows = set(re.findall(r"(dim_\w+) \|\|--o\{ (fact_\w+) : (\w+)", text))
    assert {
        ("dim_cliente", "fact_vendas", "cliente_id"),
        ("dim_data", "fact_descontos", "data_aplicacao_id"),
        ("dim_vendedor", "fact_metas", "vendedor_id"),
    } <= arrows
    keys = set(re.findall(r"(\w+_id) FK", text))
    assert keys - {column for _, _, column in arrows} == {"venda_id"}  # a discount's sale
