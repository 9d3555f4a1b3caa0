"""A mapping as views of SQL Server, read back by DuckDB through sqlglot."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import sqlglot

from ecommerce_base.errors import DwError
from ecommerce_shop.core_columns import core_columns
from ecommerce_shop.mapping import read_mapping
from ecommerce_shop.schema import TABLES
from ecommerce_shop.views import tsql_views

SELECTS = {
    "pedido": "select id as pedido_id, cliente as cliente_id, praca as regiao_entrega_id, "
    "dia as data_pedido, situacao as status, dia as data_cadastro, gravado as data_atualizacao, "
    "origem from pedidos",
    "item_pedido": "select i.id as item_pedido_id, i.pedido as pedido_id, i.produto as produto_id, "
    "i.qtd as quantidade, i.preco as preco_unitario, p.dia as data_cadastro, "
    "p.gravado as data_atualizacao from itens as i inner join pedidos as p on i.pedido = p.id",
    "produto": "select id as produto_id, nome as nome_produto, 1 as categoria_id, "
    "1 as fornecedor_id, gravado as data_cadastro, gravado as data_atualizacao from produtos",
}
SETTINGS = """
name: Loja
data: {sqlserver: Vendas}
files: {pedidos: Vendas.dbo.pedidos, itens: Vendas.dbo.itens, produtos: Vendas.dbo.produtos}
words: {status: {em aberto: Criado, quitado: Pago}}
"""
SERVER = """
attach ':memory:' as vendas; create schema vendas.dbo; create schema core;
create table vendas.dbo.pedidos as select 1 as id, 7 as cliente, 9 as praca,
    timestamp '2024-01-31 10:00' as dia, 'quitado' as situacao, timestamp '2024-02-01' as gravado;
create table vendas.dbo.itens as select 5 as id, 1 as pedido, 3 as produto, 2 as qtd, 9.9 as preco;
create table vendas.dbo.produtos as
    select 3 as id, 'Prato' as nome, timestamp '2024-01-01' as gravado;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop.yml").write_text(SETTINGS, encoding="utf-8")
    for name, text in SELECTS.items():
        (tmp_path / f"{name}.sql").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_views_give_every_column_of_core_with_its_type(folder: Path) -> None:
    server = duckdb.connect()
    server.execute(SERVER)
    views = tsql_views(read_mapping(folder)).split("go\n")
    assert len(views) == len(TABLES)
    for view in views:
        back = view.replace("create or alter view", "create or replace view")
        back = back.replace("(MAX)", "(8000)")
        server.execute(sqlglot.transpile(back, read="tsql", write="duckdb")[0])
    for table, columns in core_columns().items():
        assert server.table(f"core.{table}").columns == [column.name for column in columns]
    order = server.sql(
        "select pedido_id, numero_pedido, status, canal, valor_frete from core.pedido"
    )
    assert order.fetchall() == [(1, "1", "Pago", "Site", Decimal("0.00"))]
    item = server.sql("select quantidade, preco_unitario, data_atualizacao from core.item_pedido")
    assert item.fetchall() == [(2, Decimal("9.90"), datetime(2024, 2, 1))]
    assert server.sql("select nome_produto, preco_custo from core.produto").fetchall() == [
        ("Prato", None)
    ]
    assert server.sql("select count(*) from core.devolucao").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("pedido", "gravado as data_atualizacao", "1 as canal", "data_atualizacao is missing"),
        ("pedido", "select", "select distinct on (id)", "distinct on"),
        ("produto", "1 as categoria_id", "nome as categoria", "categoria is a name"),
        ("produto", "id as produto_id,", "", "produto_id is missing"),
    ],
)
def test_what_a_view_cannot_do_is_said(
    folder: Path, name: str, old: str, new: str, told: str
) -> None:
    (folder / f"{name}.sql").write_text(SELECTS[name].replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DwError, match=rf"{name}\.sql: .*{told}.*by hand"):
        tsql_views(read_mapping(folder))
