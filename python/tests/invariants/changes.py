"""The kinds of change that a source can see, each a step that a history draws from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from invariants.handmade import insert
from invariants.oracle import text

KEYS = {
    "regiao": "regiao_id",
    "cliente": "cliente_id",
    "fornecedor": "fornecedor_id",
    "categoria": "categoria_id",
    "produto": "produto_id",
    "equipe": "equipe_id",
    "vendedor": "vendedor_id",
    "desconto": "desconto_id",
    "pedido": "pedido_id",
    "item_pedido": "item_pedido_id",
    "desconto_aplicado": "desconto_aplicado_id",
    "devolucao": "devolucao_id",
    "meta_vendedor": "meta_id",
}
TABLES = tuple(KEYS)
OF_ORDERS = ("pedido", "item_pedido", "desconto_aplicado", "devolucao")


@dataclass(frozen=True)
class Setting:
    """A column of a table takes a value, an SQL expression."""

    table: str
    column: str
    value: str


# What rows say next. Few values, so that they come back: A, B, A.
UPDATES = (
    Setting("regiao", "cidade", "'Cidade ' || n() % 2"),
    Setting("regiao", "populacao_estimada", "100000 * (n() % 3)"),
    Setting("cliente", "nome_cliente", "'Nome ' || n() % 2"),
    Setting("cliente", "regiao_id", "1 + n() % 2"),
    Setting("fornecedor", "nome_fornecedor", "'Fornecedor ' || n() % 2"),
    Setting("categoria", "nome_categoria", "'Categoria ' || n() % 2"),
    Setting("categoria", "categoria_pai_id", "case when n() % 2 = 0 then 1 end"),
    Setting("produto", "preco_sugerido", "80 + n() % 3"),
    Setting("produto", "categoria_id", "1 + n() % 2"),
    Setting("equipe", "nome_equipe", "'Equipe ' || n() % 3"),
    Setting("equipe", "lider_vendedor_id", "case when n() % 4 > 0 then n() % 4 end"),
    Setting("vendedor", "equipe_id", "case when n() % 3 > 0 then n() % 3 end"),
    Setting("vendedor", "percentual_comissao_padrao", "n() % 4"),
    Setting("vendedor", "gerente_id", "1 + n() % 3"),
    Setting("desconto", "nome_campanha", "'Campanha ' || n() % 2"),
    Setting("pedido", "status", "if(n() % 2 = 0, 'Cancelado', 'Entregue')"),
    Setting("pedido", "cliente_id", "1 + n() % 3"),
    Setting("pedido", "valor_frete", "n() % 3 * 5"),
    Setting("item_pedido", "preco_unitario", "33.33 + n() % 3"),
    Setting("item_pedido", "quantidade", "1 + n() % 3"),
    Setting("item_pedido", "produto_id", "1 + n() % 3"),
    Setting("item_pedido", "vendedor_id", "case when n() % 4 > 0 then n() % 4 end"),
    Setting("item_pedido", "valor_frete", "case when n() % 2 = 0 then 3 end"),
    Setting("item_pedido", "custo_unitario", "case when n() % 2 = 0 then 20 end"),
    Setting("desconto_aplicado", "valor_desconto", "1 + n() % 3"),
    Setting("desconto_aplicado", "aprovado", "n() % 2 = 0"),
    Setting("desconto_aplicado", "desconto_id", "1 + n() % 2"),
    Setting("desconto_aplicado", "nivel_aplicacao", "if(n() % 2 = 0, 'Frete', 'Pedido')"),
    Setting("devolucao", "valor_devolvido", "1 + n() % 3"),
    Setting("meta_vendedor", "valor_meta", "100 * (1 + n() % 3)"),
    Setting("meta_vendedor", "observacoes", "'obs ' || n() % 2"),
)
# A row leaves its parent for another one, and nothing stamps the parent that it left.
MOVES = (
    Setting("item_pedido", "pedido_id", "1 + n() % 5"),
    Setting("desconto_aplicado", "pedido_id", "1 + n() % 5"),
    Setting("devolucao", "item_pedido_id", "1 + n() % 9"),
)
IN_ORDERS = tuple(what for what in (*UPDATES, *MOVES) if what.table in OF_ORDERS)
SOFT_DELETES = (
    Setting("regiao", "eh_ativo", "n() % 2 = 0"),
    Setting("cliente", "eh_ativo", "n() % 2 = 0"),
    Setting("produto", "situacao", "if(n() % 2 = 0, 'Ativo', 'Descontinuado')"),
    Setting("equipe", "situacao", "if(n() % 2 = 0, 'Ativa', 'Inativa')"),
    Setting("vendedor", "situacao", "if(n() % 2 = 0, 'Ativo', 'Desligado')"),
    Setting("desconto", "situacao", "if(n() % 2 = 0, 'Ativo', 'Pausado')"),
)
EMPTY_TEXTS = tuple(
    Setting(table, column, "case when n() % 2 = 0 then '' end")
    for table, column in (
        ("cliente", "complemento"),
        ("produto", "descricao_curta"),
        ("equipe", "regional"),
        ("vendedor", "matricula"),
        ("meta_vendedor", "observacoes"),
    )
)
DATES = (
    Setting("pedido", "data_pedido", "carimbo() - to_days(cast(n() % 90 as integer))"),
    Setting(
        "desconto_aplicado", "data_aplicacao", "carimbo() - to_days(cast(n() % 90 as integer))"
    ),
    Setting("meta_vendedor", "periodo_inicio", "date '2026-03-01'"),
    Setting("meta_vendedor", "periodo_inicio", "date '2026-02-01'"),
)
# What no column's rule foresees: the ends of its type, nothing, what lies around zero.
INTEGERS = ("2147483647", "-2147483648", "0", "-1", "null")
MONEY = ("99999999.99", "-99999999.99", "0", "0.01", "-0.01", "null")
LARGE_MONEY = ("9999999999999.99", "-9999999999999.99", "0", "0.01", "null")
MOMENTS = (
    "timestamp '9999-12-31 23:59:59.999999'", "timestamp '0001-01-01'",
    "timestamp '2000-01-01'", "timestamp '2035-12-31 23:59:59'", "'infinity'", "null",
)  # fmt: skip
DAYS = ("date '9999-12-31'", "date '0001-01-01'", "date '2035-12-31'", "'infinity'", "null")


def _extremes(values: tuple[str, ...], *columns: tuple[str, str]) -> tuple[Setting, ...]:
    chosen = " ".join(f"when {n} then {value}" for n, value in enumerate(values))
    return tuple(Setting(*column, f"case n() % {len(values)} {chosen} end") for column in columns)


EXTREMES = (
    *_extremes(INTEGERS, ("item_pedido", "quantidade"), ("devolucao", "quantidade")),
    *_extremes(
        MONEY, ("item_pedido", "preco_unitario"), ("item_pedido", "custo_unitario"),
        ("item_pedido", "valor_frete"), ("pedido", "valor_frete"),
        ("desconto_aplicado", "valor_desconto"), ("devolucao", "valor_devolvido"),
        ("produto", "preco_custo"), ("produto", "preco_sugerido"),
    ),
    *_extremes(LARGE_MONEY, ("meta_vendedor", "valor_meta"), ("equipe", "meta_mensal_equipe")),
    *_extremes(MOMENTS, ("pedido", "data_pedido"), ("desconto_aplicado", "data_aplicacao")),
    *_extremes(DAYS, ("meta_vendedor", "periodo_inicio"), ("cliente", "data_nascimento")),
)  # fmt: skip
# Every hard rule, and what mends it.
FAULTS = {
    "pedido_cliente": Setting("pedido", "cliente_id", "999"),
    "pedido_regiao": Setting("pedido", "regiao_entrega_id", "999"),
    "pedido_data": Setting("pedido", "data_pedido", "null"),
    "pedido_data_antiga": Setting("pedido", "data_pedido", "timestamp '1999-12-31'"),
    "pedido_data_futura": Setting("pedido", "data_pedido", "carimbo() + interval 3 day"),
    "item_orfao": Setting("item_pedido", "produto_id", "999"),
    "item_quantidade": Setting("item_pedido", "quantidade", "0"),
    "item_preco": Setting("item_pedido", "preco_unitario", "-1"),
    "item_custo": Setting("item_pedido", "custo_unitario", "-1"),
    "item_frete": Setting("item_pedido", "valor_frete", "-1"),
    "pedido_frete": Setting("pedido", "valor_frete", "-1"),
    "devolucao_valor": Setting("devolucao", "valor_devolvido", "9999"),
    "meta_periodo": Setting("meta_vendedor", "periodo_inicio", "date '9999-12-31'"),
    "desconto_valor": Setting("desconto_aplicado", "valor_desconto", "null"),
    "desconto_orfao": Setting("desconto_aplicado", "desconto_id", "999"),
    "desconto_nivel": Setting("desconto_aplicado", "nivel_aplicacao", "'Outro'"),
    "desconto_excede_base": Setting("desconto_aplicado", "valor_desconto", "9999"),
    "devolucao_quantidade": Setting("devolucao", "quantidade", "0"),
    "devolucao_orfa": Setting("devolucao", "item_pedido_id", "999"),
    "devolucao_excede": Setting("devolucao", "quantidade", "99"),
    "meta_valor": Setting("meta_vendedor", "valor_meta", "0"),
    "meta_orfa": Setting("meta_vendedor", "vendedor_id", "999"),
    "dimensao_regiao": Setting("regiao", "cidade", "null"),
    "dimensao_cliente": Setting("cliente", "nome_cliente", "null"),
    "dimensao_fornecedor": Setting("fornecedor", "nome_fornecedor", "null"),
    "dimensao_categoria": Setting("categoria", "nome_categoria", "null"),
    "dimensao_produto": Setting("produto", "marca", "null"),
    "dimensao_equipe": Setting("equipe", "situacao", "null"),
    "dimensao_vendedor": Setting("vendedor", "cargo", "null"),
    "dimensao_desconto": Setting("desconto", "tipo_desconto", "null"),
}
MENDS = (
    Setting("pedido", "cliente_id", "1"),
    Setting("pedido", "regiao_entrega_id", "1"),
    Setting("pedido", "data_pedido", "timestamp '2026-03-01 10:00:00'"),
    Setting("item_pedido", "produto_id", "1"),
    Setting("item_pedido", "quantidade", "2"),
    Setting("item_pedido", "preco_unitario", "50"),
    Setting("item_pedido", "custo_unitario", "20"),
    Setting("desconto_aplicado", "valor_desconto", "1"),
    Setting("desconto_aplicado", "desconto_id", "1"),
    Setting("desconto_aplicado", "nivel_aplicacao", "'Pedido'"),
    Setting("devolucao", "quantidade", "1"),
    Setting("devolucao", "item_pedido_id", "1"),
    Setting("meta_vendedor", "valor_meta", "250"),
    Setting("meta_vendedor", "vendedor_id", "1"),
    Setting("regiao", "cidade", "'Santos'"),
    Setting("cliente", "nome_cliente", "'Ana'"),
    Setting("fornecedor", "nome_fornecedor", "'Casa'"),
    Setting("categoria", "nome_categoria", "'Casa'"),
    Setting("produto", "marca", "'M'"),
    Setting("equipe", "situacao", "'Ativa'"),
    Setting("vendedor", "cargo", "'C'"),
    Setting("desconto", "tipo_desconto", "'Percentual'"),
)
# What changes without a stamp.
SILENT = (
    *UPDATES,
    *MOVES,
    Setting("item_pedido", "custo_unitario", "10 + n() % 5"),
    Setting("produto", "marca", "'Calada ' || n()"),
    Setting("pedido", "data_pedido", "timestamp '2026-01-05' + to_days(cast(n() * 9 as integer))"),
)


@dataclass
class Shop:
    """A source database of a few rows, and the changes made to it.

    It is kept open from one change to the next: `close` it before anybody else reads the file.
    """

    file: Path
    db: duckdb.DuckDBPyConnection | None = None

    def open(self) -> duckdb.DuckDBPyConnection:
        if self.db is None:
            self.db = duckdb.connect(str(self.file))
        return self.db

    def close(self) -> None:
        """Lets go of the file."""
        if self.db is not None:
            self.db.close()
            self.db = None

    def make(self) -> None:
        """A few rows of every table, all good, last stamped long ago."""
        db = self.open()
        db.execute(text("blank_source"))
        for table, rows in ROWS.items():
            insert(db, table, *rows)
        db.execute(text("fuzz/guard"))
        self.close()

    def change(self, script: str, table: str, n: int, stamp: datetime, **words: str) -> None:
        """Run sql/fuzz/<script>.sql; `n` chooses the row and the value."""
        names = {"tabela": table, "chave": KEYS[table], **words}
        db = self.open()
        db.execute(text("fuzz/prelude").format(n=n, carimbo=stamp))
        db.execute(text(f"fuzz/{script}").format(**names))

    def set(self, what: Setting, n: int, stamp: datetime, silently: bool = False) -> None:
        """One row of a table takes a value."""
        script = "set_silently" if silently else "set"
        self.change(script, what.table, n, stamp, coluna=what.column, valor=what.value)

    def delete(self, table: str, n: int, stamp: datetime) -> None:
        """A hard delete, of which the stamps of an order tell."""
        kind = table if table in OF_ORDERS else "none"
        chosen = text("fuzz/chosen").format(tabela=table, chave=KEYS[table])
        orders = text(f"fuzz/orders_of_{kind}")
        self.change("delete", table, n, stamp, escolha=chosen, pedidos=orders)

    def chosen(self, table: str, n: int) -> tuple[int, list[int]]:
        """The key of the row that `n` chooses (0: none), and the order that it is of, if any."""
        kind = table if table in OF_ORDERS else "none"
        db = self.open()
        db.execute(text("fuzz/prelude").format(n=n, carimbo=datetime.min.isoformat()))
        db.execute(text("fuzz/chosen").format(tabela=table, chave=KEYS[table]))
        ((key,),) = db.execute("select chave from apagada").fetchall()
        orders = db.execute(text(f"fuzz/orders_of_{kind}")).fetchall()
        return int(key or 0), [int(order) for (order,) in orders if order is not None]

    def empty(self, table: str) -> None:
        """All rows of a table go at once."""
        self.open().execute(text("fuzz/truncate").format(tabela=table))
        self.close()

    def forget(self, order: int) -> None:
        """An order goes with all its rows, and nothing stamps it."""
        self.open().execute(text("fuzz/forget").format(order=order))

    def waits_after(self, cutoff: datetime) -> bool:
        """Whether any row is stamped after a cutoff."""
        found = self.open().execute(text("fuzz/newest_stamp")).fetchone()
        assert found is not None and isinstance(found[0], datetime)
        return found[0] > cutoff


def _numbered(table: str, count: int, **words: object) -> tuple[dict[str, object], ...]:
    return tuple({KEYS[table]: number, **words} for number in range(1, count + 1))


ROWS: dict[str, tuple[dict[str, object], ...]] = {
    "regiao": _numbered("regiao", 2),
    "cliente": _numbered("cliente", 3),
    "fornecedor": _numbered("fornecedor", 2),
    "categoria": ({}, {"categoria_id": 2, "categoria_pai_id": 1, "nome_categoria": "Sala"}),
    "produto": _numbered("produto", 3, categoria_id=2),
    "equipe": ({"lider_vendedor_id": 1}, {"equipe_id": 2, "lider_vendedor_id": 3}),
    "vendedor": ({}, {"vendedor_id": 2, "gerente_id": 1}, {"vendedor_id": 3, "equipe_id": 2}),
    "desconto": _numbered("desconto", 2),
    "pedido": tuple(
        {
            "pedido_id": number,
            "cliente_id": 1 + number % 3,
            "regiao_entrega_id": 1 + number % 2,
            "valor_frete": 10,
            "data_pedido": datetime(2026, 1 + number % 3, 9, 12),
        }
        for number in range(1, 6)
    ),
    "item_pedido": tuple(
        {
            "item_pedido_id": number,
            "pedido_id": 1 + number // 2,
            "produto_id": 1 + number % 3,
            "vendedor_id": 1 + number % 3 if number % 4 else None,
            "quantidade": 2,
        }
        for number in range(1, 10)
    ),
    "desconto_aplicado": (
        {"pedido_id": 1, "data_aplicacao": datetime(2026, 2, 9, 12)},
        {"desconto_aplicado_id": 2, "pedido_id": 2, "item_pedido_id": 2,
         "nivel_aplicacao": "Produto", "desconto_id": 2},
        {"desconto_aplicado_id": 3, "pedido_id": 3, "nivel_aplicacao": "Frete"},
        {"desconto_aplicado_id": 4, "pedido_id": 4, "aprovado": False},
    ),
    "devolucao": ({}, {"devolucao_id": 2, "item_pedido_id": 4, "valor_devolvido": 20}),
    "meta_vendedor": (
        {"periodo_inicio": datetime(2026, 2, 1)},
        {"meta_id": 2, "periodo_inicio": datetime(2026, 3, 1)},
        {"meta_id": 3, "vendedor_id": 2, "periodo_inicio": datetime(2026, 3, 1)},
        {"meta_id": 4, "vendedor_id": 3, "tipo_periodo": "Trimestral",
         "periodo_inicio": datetime(2026, 1, 1)},
        {"meta_id": 5, "vendedor_id": 3, "tipo_periodo": "Anual",
         "periodo_inicio": datetime(2026, 1, 1)},
    ),
}  # fmt: skip
