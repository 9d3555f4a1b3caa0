"""Small sources written by hand: a shop with one of everything, and rows added to it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from invariants.oracle import text

BEGIN = datetime(2024, 1, 1)
DEFAULTS: dict[str, dict[str, Any]] = {
    "regiao": {
        "regiao_id": 1, "pais": "Brasil", "regiao_pais": "Sudeste", "estado": "SP",
        "nome_estado": "São Paulo", "cidade": "Santos", "tipo_municipio": "Interior",
        "populacao_estimada": 400_000, "area_km2": 280, "eh_ativo": True,
    },
    "cliente": {
        "cliente_id": 1, "nome_cliente": "Ana", "segmento": "Pessoa Física", "regiao_id": 1,
        "eh_ativo": True, "aceita_email_marketing": False,
    },
    "fornecedor": {"fornecedor_id": 1, "nome_fornecedor": "Fábrica"},
    "categoria": {"categoria_id": 1, "nome_categoria": "Casa"},
    "produto": {
        "produto_id": 1, "nome_produto": "Cadeira", "categoria_id": 1,
        "marca": "M", "fornecedor_id": 1, "preco_custo": 60, "preco_sugerido": 100,
        "eh_perecivel": False, "eh_fragil": False, "estoque_minimo": 0, "estoque_maximo": 9,
        "situacao": "Ativo", "total_avaliacoes": 0,
    },
    "equipe": {
        "equipe_id": 1, "data_criacao": date(2020, 1, 1),
        "situacao": "Ativa",
    },
    "vendedor": {
        "vendedor_id": 1, "nome_vendedor": "Rui", "cargo": "C",
        "equipe_id": 1, "percentual_comissao_padrao": 5, "situacao": "Ativo",
        "data_contratacao": date(2020, 1, 1),
    },
    "desconto": {
        "desconto_id": 1, "nome_campanha": "N",
        "tipo_desconto": "Valor Fixo", "metodo_desconto": "Cupom", "valor_desconto": 1,
        "aplica_em": "Carrinho", "data_inicio_validade": date(2024, 1, 1), "situacao": "Ativo",
    },
    "pedido": {
        "pedido_id": 1, "cliente_id": 1, "regiao_entrega_id": 1,
        "canal": "Site", "status": "Pago", "data_pedido": datetime(2024, 3, 10, 12),
        "valor_frete": 0,
    },
    "item_pedido": {
        "item_pedido_id": 1, "pedido_id": 1, "produto_id": 1, "vendedor_id": 1,
        "quantidade": 1, "preco_unitario": 100, "custo_unitario": 60,
    },
    "desconto_aplicado": {
        "desconto_aplicado_id": 1, "desconto_id": 1, "pedido_id": 1, "nivel_aplicacao": "Pedido",
        "valor_desconto": 1, "aprovado": True, "data_aplicacao": datetime(2024, 3, 10, 12),
    },
    "devolucao": {
        "devolucao_id": 1, "item_pedido_id": 1, "quantidade": 1, "valor_devolvido": 1,
        "data_devolucao": datetime(2024, 3, 20),
    },
    "meta_vendedor": {
        "meta_id": 1, "vendedor_id": 1, "periodo_inicio": date(2024, 3, 1),
        "tipo_periodo": "Mensal", "valor_meta": 1000,
    },
}  # fmt: skip

# What the source keeps unique, made from the key where a row does not say.
UNIQUE = {
    "pedido": ("numero_pedido", "P"),
    "produto": ("codigo_sku", "S"),
    "vendedor": ("email", "vendedor"),
    "equipe": ("nome_equipe", "Equipe "),
    "desconto": ("codigo_desconto", "D"),
}
SHOP = ("regiao", "cliente", "fornecedor", "categoria", "produto", "equipe", "vendedor", "desconto")


def add(source: Path, table: str, *rows: dict[str, Any]) -> None:
    """Insert rows; what a row does not say comes from DEFAULTS, its stamps from BEGIN."""
    with duckdb.connect(str(source)) as db:
        insert(db, table, *rows)


def insert(db: duckdb.DuckDBPyConnection, table: str, *rows: dict[str, Any]) -> None:
    for row in rows:
        whole = {
            "data_cadastro": BEGIN,
            "data_atualizacao": BEGIN,
            **DEFAULTS[table],
            **row,
        }
        if table in UNIQUE and UNIQUE[table][0] not in row:
            column, prefix = UNIQUE[table]
            whole[column] = f"{prefix}{whole[next(iter(DEFAULTS[table]))]}"
        statement = text("insert_row").format(
            table=table, columns=", ".join(whole), places=", ".join("?" for _ in whole)
        )
        db.execute(statement, list(whole.values()))


def change(source: Path, statement: str, *values: object) -> None:
    """Run one statement against the source."""
    with duckdb.connect(str(source)) as db:
        db.execute(statement, list(values))


def shop(file: Path) -> Path:
    """A new source with one region, client, product, team, seller and campaign, and no orders."""
    with duckdb.connect(str(file)) as db:
        db.execute(text("blank_source"))
        for table in SHOP:
            insert(db, table, {})
    return file


def break_every_rule(source: Path, cutoff: datetime) -> None:
    """Rows that break every hard rule, and good ones beside them; BROKEN says which break what."""
    add(
        source,
        "pedido",
        {"pedido_id": 1, "valor_frete": 10},
        {"pedido_id": 2, "cliente_id": 9, "data_pedido": None},
        {"pedido_id": 3, "regiao_entrega_id": 9},
        {"pedido_id": 4, "data_pedido": None},
        {"pedido_id": 5, "data_pedido": datetime(1999, 12, 31)},
        {"pedido_id": 6, "data_pedido": cutoff + timedelta(days=1, minutes=10)},
        {"pedido_id": 7, "data_pedido": cutoff + timedelta(days=1)},
        {"pedido_id": 8, "valor_frete": 10},
        {"pedido_id": 9, "valor_frete": "-0.01"},
        {"pedido_id": 11},
        {"pedido_id": 11, "valor_frete": 3},
        {"pedido_id": None, "numero_pedido": "P-nulo"},
    )
    add(
        source,
        "item_pedido",
        {"item_pedido_id": 1},
        {"item_pedido_id": 2, "pedido_id": 3},
        {"item_pedido_id": 3, "pedido_id": 99},
        {"item_pedido_id": 4, "produto_id": 99, "quantidade": 0},
        {"item_pedido_id": 5, "quantidade": 0, "preco_unitario": None},
        {"item_pedido_id": 6, "preco_unitario": -1},
        {"item_pedido_id": 7, "custo_unitario": -1},
        {"item_pedido_id": 8, "pedido_id": 7},
        {"item_pedido_id": 9, "pedido_id": 6},
        {"item_pedido_id": 10, "valor_frete": "-0.01"},
        {"item_pedido_id": 11, "quantidade": 2_000_000_000, "preco_unitario": "99999999.99"},
        {"item_pedido_id": 12, "pedido_id": 9},
        {"item_pedido_id": 13, "pedido_id": 7, "custo_unitario": None, "valor_frete": 0},
        {"item_pedido_id": 14, "pedido_id": 11},
        {"item_pedido_id": 15, "pedido_id": 7, "preco_unitario": 5},
        {"item_pedido_id": 15},
    )
    produto = {"nivel_aplicacao": "Produto"}
    add(
        source,
        "desconto_aplicado",
        {"desconto_aplicado_id": 1, "valor_desconto": -1, "pedido_id": 99},
        {"desconto_aplicado_id": 2, "desconto_id": 99},
        {"desconto_aplicado_id": 3, "pedido_id": 4},
        {"desconto_aplicado_id": 4, **produto, "item_pedido_id": 5},
        {"desconto_aplicado_id": 5, **produto},
        {"desconto_aplicado_id": 6, **produto, "item_pedido_id": 8},
        {"desconto_aplicado_id": 7, "nivel_aplicacao": "Outro"},
        {"desconto_aplicado_id": 10, **produto, "item_pedido_id": 1, "valor_desconto": 60},
        {"desconto_aplicado_id": 11, **produto, "item_pedido_id": 1, "valor_desconto": 41},
        # The row above counts in the running sum although it is at fault.
        {"desconto_aplicado_id": 12, **produto, "item_pedido_id": 1, "valor_desconto": 1},
        {"desconto_aplicado_id": 13, **produto, "item_pedido_id": 1, "valor_desconto": 999,
         "aprovado": None},
        {"desconto_aplicado_id": 14, "valor_desconto": 40},
        {"desconto_aplicado_id": 15, "valor_desconto": "0.01"},
        {"desconto_aplicado_id": 16, "nivel_aplicacao": "Frete", "valor_desconto": 10},
        {"desconto_aplicado_id": 17, "nivel_aplicacao": "Frete", "valor_desconto": "0.01"},
        # Order 8 has no item: base 0, for its freight too.
        {"desconto_aplicado_id": 18, "pedido_id": 8, "valor_desconto": 1},
        {"desconto_aplicado_id": 19, "pedido_id": 8, "valor_desconto": 1,
         "nivel_aplicacao": "Frete"},
        {"desconto_aplicado_id": 20, "pedido_id": 7, "valor_desconto": 0},
    )  # fmt: skip
    add(
        source,
        "devolucao",
        {"devolucao_id": 1, "quantidade": 0, "item_pedido_id": 99},
        {"devolucao_id": 2, "valor_devolvido": None},
        {"devolucao_id": 3, "item_pedido_id": 99},
        {"devolucao_id": 4, "item_pedido_id": 5},
        {"devolucao_id": 5},
        {"devolucao_id": 6},
        {"devolucao_id": 7, "item_pedido_id": 8, "valor_devolvido": "100.01"},
        {"devolucao_id": 8, "item_pedido_id": 15},
    )
    add(
        source,
        "meta_vendedor",
        {"meta_id": 1, "valor_meta": 0},
        {"meta_id": 2, "vendedor_id": 99},
        {"meta_id": 3},
        {"meta_id": 4},
        {"meta_id": 5, "tipo_periodo": "Anual"},
        {"meta_id": 6, "vendedor_id": 99, "periodo_inicio": date(9999, 12, 31)},
    )
    add(source, "produto", {"produto_id": 2, "marca": None})


BROKEN = {
    ("pedido", 2): "pedido_cliente",
    ("pedido", 3): "pedido_regiao",
    ("pedido", 4): "pedido_data",
    ("pedido", 5): "pedido_data",
    ("pedido", 6): "pedido_data",
    ("pedido", 9): "pedido_frete",
    ("pedido", 11): "chave_duplicada",
    ("item_pedido", 2): "item_orfao",
    ("item_pedido", 3): "item_orfao",
    ("item_pedido", 4): "item_orfao",
    ("item_pedido", 5): "item_quantidade",
    ("item_pedido", 6): "item_preco",
    ("item_pedido", 7): "item_custo",
    ("item_pedido", 9): "item_orfao",
    ("item_pedido", 10): "item_frete",
    ("item_pedido", 11): "item_valor",
    ("item_pedido", 12): "item_orfao",
    ("item_pedido", 14): "item_orfao",
    ("item_pedido", 15): "chave_duplicada",
    ("desconto_aplicado", 1): "desconto_valor",
    ("desconto_aplicado", 2): "desconto_orfao",
    ("desconto_aplicado", 3): "desconto_orfao",
    ("desconto_aplicado", 4): "desconto_orfao",
    ("desconto_aplicado", 5): "desconto_nivel",
    ("desconto_aplicado", 6): "desconto_orfao",
    ("desconto_aplicado", 7): "desconto_nivel",
    ("desconto_aplicado", 11): "desconto_excede_base",
    ("desconto_aplicado", 12): "desconto_excede_base",
    ("desconto_aplicado", 15): "desconto_excede_base",
    ("desconto_aplicado", 17): "desconto_excede_base",
    ("desconto_aplicado", 18): "desconto_excede_base",
    ("desconto_aplicado", 19): "desconto_excede_base",
    ("devolucao", 1): "devolucao_quantidade",
    ("devolucao", 2): "devolucao_quantidade",
    ("devolucao", 3): "devolucao_orfa",
    ("devolucao", 4): "devolucao_orfa",
    ("devolucao", 6): "devolucao_excede",
    ("devolucao", 7): "devolucao_valor",
    ("devolucao", 8): "devolucao_orfa",
    ("meta_vendedor", 1): "meta_valor",
    ("meta_vendedor", 2): "meta_orfa",
    ("meta_vendedor", 4): "meta_duplicada",
    ("meta_vendedor", 6): "meta_periodo",
    ("produto", 2): "dimensao_obrigatoria",
}


def odd_but_good(source: Path, now: datetime) -> None:
    """Sales that are valid and unusual: nothing known, nothing charged, unknown dimension rows.

    Keys from 50 on. `now`: about the cutoff of the run that comes next.
    """
    null = {"data_cadastro": BEGIN}
    add(source, "regiao", {"regiao_id": 50, "cidade": None}, {"regiao_id": 51})
    add(
        source,
        "cliente",
        {"cliente_id": 50, "nome_cliente": None, **null},
        {"cliente_id": 51, "regiao_id": 50, "data_nascimento": date(1980, 2, 29)},
        {"cliente_id": 52, "data_atualizacao": now + timedelta(days=2)},
    )
    add(source, "fornecedor", {"fornecedor_id": 50, "nome_fornecedor": None})
    add(
        source,
        "categoria",
        {"categoria_id": 50, "nome_categoria": None},
        {"categoria_id": 51, "categoria_pai_id": 1, "nome_categoria": "Sala"},
    )
    add(
        source,
        "produto",
        {"produto_id": 50, "situacao": None},
        {"produto_id": 51, "categoria_id": 51, "preco_sugerido": "59.90"},
        {"produto_id": 52, "preco_sugerido": 0},
    )
    add(
        source,
        "vendedor",
        {"vendedor_id": 50, "cargo": None},
        {"vendedor_id": 51, "equipe_id": None, "percentual_comissao_padrao": None},
        {"vendedor_id": 52, "gerente_id": 1, "percentual_comissao_padrao": "3.33"},
    )
    add(source, "equipe", {"equipe_id": 50, "lider_vendedor_id": 52, "meta_mensal_equipe": 100})
    add(source, "desconto", {"desconto_id": 51})
    march = datetime(2024, 3, 10, 12)
    add(
        source,
        "pedido",
        {"pedido_id": 50, "cliente_id": 50, "regiao_entrega_id": 50},
        {"pedido_id": 51, "cliente_id": 51, "valor_frete": None},
        {"pedido_id": 52, "cliente_id": 52, "status": "Cancelado", "valor_frete": "7.77"},
        {"pedido_id": 53, "valor_frete": "1.00", "data_pedido": datetime(2000, 1, 1)},
        {"pedido_id": 54, "valor_frete": "9.07", "data_pedido": march},
        # Waits: one of its rows is stamped after the cutoff.
        {"pedido_id": 55, "valor_frete": 5},
    )
    add(
        source,
        "item_pedido",
        {"item_pedido_id": 50, "pedido_id": 50, "vendedor_id": 50},
        {"item_pedido_id": 51, "pedido_id": 51, "produto_id": 50, "vendedor_id": 51},
        {"item_pedido_id": 52, "pedido_id": 52, "vendedor_id": 51},
        {"item_pedido_id": 53, "pedido_id": 52, "vendedor_id": None, "preco_unitario": 0},
        {"item_pedido_id": 54, "pedido_id": 52, "vendedor_id": 52},
        {"item_pedido_id": 55, "pedido_id": 53, "vendedor_id": 99, "preco_unitario": 0},
        {"item_pedido_id": 56, "pedido_id": 53, "vendedor_id": 52, "preco_unitario": 0},
        {"item_pedido_id": 57, "pedido_id": 53, "preco_unitario": 0, "produto_id": 51},
        {"item_pedido_id": 58, "pedido_id": 54, "valor_frete": 9, "preco_unitario": "0.15"},
        {"item_pedido_id": 59, "pedido_id": 54, "vendedor_id": 52, "preco_unitario": "0.15"},
        {"item_pedido_id": 60, "pedido_id": 55},
        {
            "item_pedido_id": 61,
            "pedido_id": 55,
            "quantidade": 0,
            "data_atualizacao": now + timedelta(days=2),
        },
        {"item_pedido_id": 62, "pedido_id": 54, "produto_id": 52, "quantidade": 3,
         "preco_unitario": "33.33", "custo_unitario": "12.34", "vendedor_id": 52},
    )  # fmt: skip
    add(
        source,
        "desconto_aplicado",
        {"desconto_aplicado_id": 50, "pedido_id": 54, "valor_desconto": "0.01"},
        {"desconto_aplicado_id": 51, "pedido_id": 54, "data_aplicacao": datetime(1999, 1, 1)},
        {"desconto_aplicado_id": 52, "pedido_id": 52, "nivel_aplicacao": "Frete",
         "valor_desconto": "7.77", "data_aplicacao": now},
        {"desconto_aplicado_id": 53, "pedido_id": 54, "nivel_aplicacao": "Produto",
         "item_pedido_id": 62, "valor_desconto": "11.11", "desconto_id": 51},
        # An item named on a whole-order discount changes nothing.
        {"desconto_aplicado_id": 54, "pedido_id": 54, "item_pedido_id": 62, "aprovado": False},
        {"desconto_aplicado_id": 55, "pedido_id": 55, "valor_desconto": 3},
    )  # fmt: skip
    add(
        source,
        "devolucao",
        {"devolucao_id": 50, "item_pedido_id": 62, "valor_devolvido": 100},
        {"devolucao_id": 51, "item_pedido_id": 62, "quantidade": 2},
        {"devolucao_id": 52, "item_pedido_id": 60},
    )
    add(
        source,
        "meta_vendedor",
        {"meta_id": 50, "vendedor_id": 50},
        {"meta_id": 51, "vendedor_id": 51},
        {"meta_id": 52, "vendedor_id": 52, "valor_meta": "0.01"},
        {"meta_id": 53, "vendedor_id": 52, "tipo_periodo": "Trimestral",
         "periodo_inicio": date(2024, 1, 1)},
        {"meta_id": 54, "vendedor_id": 1, "tipo_periodo": "Mensal",
         "periodo_inicio": now.date().replace(day=1)},
        {"meta_id": 55, "vendedor_id": 1, "data_atualizacao": now + timedelta(days=2),
         "periodo_inicio": date(2024, 5, 1)},
    )  # fmt: skip
