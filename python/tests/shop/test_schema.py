"""The source's schema: written in T-SQL, enforced in DuckDB as far as that can."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from ecommerce_shop import schema
from ecommerce_shop.schema import TABLES

ORIGINAL = Path(schema.__file__).with_name("schema.sql").read_text(encoding="utf-8")


@pytest.fixture
def keyed() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    schema.create(connection, constraints=True, description="test")
    for statement in (
        "insert into core.regiao (regiao_id, pais, regiao_pais, estado, nome_estado, cidade, "
        "tipo_municipio, eh_ativo) select n, 'Brasil', 'Sul', 'PR', 'Paraná', 'X', 'Interior', "
        "true from range(1, 3) t(n)",
        "insert into core.cliente (cliente_id, nome_cliente, segmento, regiao_id, eh_ativo, "
        "aceita_email_marketing) values (1, 'A', 'Pessoa Física', 1, true, true)",
        "insert into core.pedido (pedido_id, numero_pedido, cliente_id, regiao_entrega_id, canal, "
        "status, data_pedido, valor_frete) values (1, 'P1', 1, 1, 'Site', 'Criado', now(), 0)",
        "insert into core.fornecedor (fornecedor_id, nome_fornecedor) values (1, 'F')",
        "insert into core.categoria (categoria_id, nome_categoria) values (1, 'C'), (2, 'D')",
        "insert into core.produto (produto_id, codigo_sku, nome_produto, categoria_id, marca, "
        "fornecedor_id, preco_custo, preco_sugerido, eh_perecivel, eh_fragil, estoque_minimo, "
        "estoque_maximo, situacao, total_avaliacoes) "
        "values (1, 'S1', 'P', 1, 'M', 1, 1, 2, false, false, 0, 0, 'Ativo', 0)",
        "insert into core.item_pedido (item_pedido_id, pedido_id, produto_id, quantidade, "
        "preco_unitario, custo_unitario) values (1, 1, 1, 1, 2, 1)",
    ):
        connection.execute(statement)
    return connection


def test_every_table_ends_with_its_two_stamps_and_they_default_to_the_clock() -> None:
    connection = duckdb.connect()
    schema.create(connection, constraints=False, description="test")
    for table in TABLES:
        assert connection.table(f"core.{table}").columns[-2:] == [
            "data_cadastro",
            "data_atualizacao",
        ]
        assert f"create index ix_{table}_data_atualizacao on core.{table}" in ORIGINAL
    (age,) = connection.execute(
        "insert into core.fornecedor (fornecedor_id, nome_fornecedor) values (1, 'F') "
        "returning epoch(make_timestamp(epoch_us(now()))) - epoch(data_atualizacao)"
    ).fetchall()[0]
    assert abs(age) < 60  # UTC, not the machine's time zone


def test_enforced_and_unenforced_foreign_keys_are_together_those_of_the_original() -> None:
    named = set(re.findall(r"constraint (fk_\w+)", ORIGINAL))
    made = set(re.findall(r"fk_\w+", " ".join(schema.duckdb_statements(constraints=True))))
    assert made
    assert made | schema.UNENFORCED == named
    assert not made & schema.UNENFORCED


@pytest.mark.parametrize(
    "statement",
    [
        "insert into core.pedido select * replace (2 as pedido_id, 'P2' as numero_pedido, "
        "9 as cliente_id) from core.pedido",
        "insert into core.pedido select * replace ('P2' as numero_pedido) from core.pedido",
        "insert into core.pedido select * replace (2 as pedido_id) from core.pedido",
        "update core.pedido set status = 'Perdido'",
        "update core.pedido set data_pedido = null",
        "delete from core.cliente",
    ],
    ids=["foreign key", "primary key", "unique", "check", "not null", "referenced"],
)
def test_constraints_refuse(keyed: duckdb.DuckDBPyConnection, statement: str) -> None:
    with pytest.raises(duckdb.ConstraintException):
        keyed.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update core.cliente set regiao_id = 2, data_atualizacao = now()",
        "update core.pedido set status = 'Pago', regiao_entrega_id = 2, data_atualizacao = now()",
        "update core.produto set categoria_id = 2, preco_custo = 1.5, data_atualizacao = now()",
    ],
)
def test_what_a_shop_changes_can_be_changed_in_a_referenced_row(
    keyed: duckdb.DuckDBPyConnection, statement: str
) -> None:
    assert keyed.execute(statement).fetchall() == [(1,)]


def test_without_constraints_keys_go_and_checks_stay() -> None:
    connection = duckdb.connect()
    schema.create(connection, constraints=False, description="test")
    kinds = dict(
        connection.execute(
            "select constraint_type, count(*) from duckdb_constraints() group by all"
        ).fetchall()
    )
    assert set(kinds) == {"NOT NULL", "CHECK"}
    assert connection.execute("select count(*) from duckdb_indexes()").fetchall() == [(0,)]
