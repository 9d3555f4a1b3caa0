"""The shop for SQL Server: what travels, in which order, by which statements; no server needed."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import sqlglot
from conftest import Warehouse
from sqlglot import exp
from tsql.rules import RULES

from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings
from ecommerce_server import bulk, shop
from ecommerce_server.driver import Driver
from ecommerce_shop import schema

SQL = Path(shop.__file__).parent / "sql"


@pytest.fixture
def made(small_source: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(small_source.source), read_only=True) as connection:
        yield connection


def _ddl() -> dict[str, exp.Expr]:
    return {
        parsed.find(exp.Table).name: parsed  # type: ignore[union-attr]
        for parsed in (sqlglot.parse_one(text, read="tsql") for text in shop.ddl()[0])
        if isinstance(parsed, exp.Create)
    }


def test_every_table_key_and_index_of_the_schema_is_made() -> None:
    tables, indexes = shop.ddl()
    assert set(_ddl()) == {*schema.TABLES, shop.IDENTITY}
    assert sum("fk_equipe_lider" in text for text in tables) == 1
    stamped = {f"ix_{table}_data_atualizacao" for table in schema.TABLES}
    assert {text.split()[2] for text in indexes if "unique" not in text} == stamped
    assert any("where matricula is not null" in text for text in indexes)


def test_rows_are_applied_in_the_order_of_the_foreign_keys() -> None:
    """Parents first when they come, children first when they go; equipe's leader is older."""
    place = {table: n for n, table in enumerate(schema.TABLES)}
    wrong = [
        f"{table} -> {key.find(exp.Table).name}"  # type: ignore[union-attr]
        for table, parsed in _ddl().items()
        for key in parsed.find_all(exp.Reference)
        if place[key.find(exp.Table).name] > place[table]  # type: ignore[union-attr]
    ]
    assert wrong == []
    texts = shop.apply_statements(with_constraints=True)
    deletes = [text.split()[2].strip() for text in texts if text.startswith("delete")]
    inserts = [text.split("insert into ")[1].split()[0] for text in texts if "insert into" in text]
    assert inserts == [f"core.{table}" for table in schema.TABLES]
    assert deletes == inserts[::-1]
    assert not any("nocheck" in text for text in texts)
    assert sum("nocheck" in text for text in shop.apply_statements(with_constraints=False)) == 13


def test_every_script_is_t_sql(made: duckdb.DuckDBPyConnection) -> None:
    """All of sql/ parses as T-SQL with its names filled in; sql/duckdb runs on DuckDB."""
    names = {"tabela": "pedido", "chave": "pedido_id", "esquema": "core", "marcas": "?, ?"}
    names |= {"colunas": "pedido_id, canal", "atribuicoes": "canal = mudada.canal"}
    wrong = []
    for file in sorted(SQL.glob("*.sql")):
        text = file.read_text(encoding="utf-8")
        if any(field for _, field, _, _ in string.Formatter().parse(text) if field):
            text = text.format(**names)
        for statement in sqlglot.parse(text, read="tsql"):
            # sqlglot reads ALTER TABLE ... CHECK CONSTRAINT and IF ... EXEC as plain commands
            if statement is None or (
                isinstance(statement, exp.Command)
                and not text.startswith(("alter table", "if schema_id", "declare"))
            ):
                wrong.append(file.name)
                continue
            wrong += [f"{file.name}: {w}" for rule in RULES for w in rule(statement)]
    assert wrong == []


def _fits(column: exp.ColumnDef, values: pa.ChunkedArray) -> bool:
    kind = column.kind
    assert kind is not None
    sizes = [int(size.name) for size in kind.expressions]
    present = [value for value in values.to_pylist() if value is not None]
    if kind.this == exp.DataType.Type.NVARCHAR:
        return max((len(v.encode("utf-16-le")) // 2 for v in present), default=0) <= sizes[0]
    if kind.this == exp.DataType.Type.DECIMAL:
        precision, scale = sizes
        return bool(values.type == pa.decimal128(precision, scale))
    expected = {
        exp.DataType.Type.BIGINT: pa.int64(),
        exp.DataType.Type.INT: pa.int32(),
        exp.DataType.Type.DATE: pa.date32(),
        exp.DataType.Type.BIT: pa.bool_(),
        exp.DataType.Type.DATETIME2: pa.timestamp("us"),
    }
    return bool(values.type == expected[kind.this])


def test_every_generated_value_fits_its_column_on_sql_server(
    made: duckdb.DuckDBPyConnection,
) -> None:
    wrong = []
    for table, parsed in _ddl().items():
        rows = made.table(f"core.{table}").to_arrow_table()
        for column in parsed.find_all(exp.ColumnDef):
            if not _fits(column, rows.column(column.name)):
                wrong.append(f"{table}.{column.name}: {rows.column(column.name).type}")
    assert wrong == []


class Server:
    """Answers the few statements of a transfer; keeps the rows that are sent to it."""

    def __init__(self, nossas: int = 0, tabelas: int = 0) -> None:
        self.state = {"tabelas": tabelas, "nossas": nossas, "relogio": datetime(2026, 5, 7, 8, 9)}
        self.state |= {"descricao": "Generated shop", "quantidade": 1}
        self.tables: dict[str, pa.Table] = {}
        self.statements: list[str] = []

    def load(self, _: str, table: str, rows: pa.RecordBatchReader) -> int:
        self.tables[table] = rows.read_all()
        self.statements.append(f"bulk {table}")
        return int(self.tables[table].num_rows)

    def run(self, _: Any, statements: list[str]) -> None:
        self.statements += statements


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()

    class Connection:
        def __enter__(self) -> Connection:
            return self

        def __exit__(self, *_: object) -> None: ...
        def cursor(self) -> None: ...
        def commit(self) -> None:
            made.statements.append("commit")

    monkeypatch.setattr(shop, "connected", lambda *_, **__: Connection())
    monkeypatch.setattr(shop, "ask_database", lambda *_: [made.state])
    monkeypatch.setattr(bulk, "load", made.load)
    monkeypatch.setattr(shop, "run_batches", made.run)
    return made


def _build(given: Path) -> Any:
    def build(file: Path, _: datetime) -> dict[str, int]:
        file.write_bytes(given.read_bytes())
        return {"pedido": 1}

    return build


def test_a_new_source_is_loaded_whole_and_named_last(
    server: Server, small_source: Warehouse, made: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    settings = Settings(tmp_path, tmp_path)
    shop.make(settings, _build(small_source.source), force=False)
    for table in (*schema.TABLES, shop.IDENTITY):
        sent = server.tables[f"core.{table}"]
        assert sent.num_rows == made.table(f"core.{table}").to_arrow_table().num_rows
    order = [s.split("core.")[1].split()[0] for s in server.statements if s.startswith("bulk")]
    assert order == [*schema.TABLES, shop.IDENTITY]
    assert server.statements[-1] == f"bulk core.{shop.IDENTITY}"
    checked = [s for s in server.statements if "with check check constraint all" in s]
    assert len(checked) == len(schema.TABLES)
    assert list(tmp_path.iterdir()) == []  # the file that was moved is gone


@pytest.mark.parametrize(
    ("tabelas", "nossas", "force", "said"),
    [(13, 0, True, "did not make"), (14, 1, False, "add --force"), (14, 1, True, None)],
)
def test_only_its_own_source_is_replaced(
    server: Server,
    small_source: Warehouse,
    tmp_path: Path,
    tabelas: int,
    nossas: int,
    force: bool,
    said: str | None,
) -> None:
    server.state |= {"tabelas": tabelas, "nossas": nossas}
    settings = Settings(tmp_path, tmp_path)
    if said is None:
        shop.make(settings, _build(small_source.source), force=force)
        assert server.tables
    else:
        with pytest.raises(DwError, match=said):
            shop.make(settings, _build(small_source.source), force=force)
        assert server.statements == []


def test_a_sync_sends_just_what_changed(
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    made: duckdb.DuckDBPyConnection,
    tmp_path: Path,
) -> None:
    """An order that others reference changes: the copy enforces no keys, and keeps its name."""
    server.state |= {"tabelas": 14, "nossas": 1, "relogio": datetime(2035, 1, 1)}
    server.state["descricao"] = "Shop: Loja"
    pick = "select min(pedido_id) from core.item_pedido"
    (order,) = made.execute(pick).fetchall()[0]

    def fetch(_: Any, table: str, into: duckdb.DuckDBPyConnection) -> None:
        into.from_arrow(made.table(f"core.{table}").to_arrow_table()).insert_into(f"core.{table}")

    def bring(file: Path, now: datetime) -> tuple[str, datetime]:
        with duckdb.connect(str(file)) as copy:
            copy.execute("update core.pedido set numero_pedido = 'x' where pedido_id = ?", [order])
            (name,) = copy.execute("select descricao from core.identidade_origem").fetchall()[0]
        return str(name), now

    monkeypatch.setattr(bulk, "fetch", fetch)
    name, now = shop.sync(Settings(tmp_path, tmp_path), bring, force=False)
    assert name == "Shop: Loja"
    assert now.year == 2035  # the server's clock
    sent = {table: rows.num_rows for table, rows in server.tables.items() if rows.num_rows}
    assert sent == {"carga.pedido": 1}
    assert "commit" in server.statements


def test_a_simulation_sends_just_what_changed(
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    small_source: Warehouse,
    made: duckdb.DuckDBPyConnection,
    tmp_path: Path,
) -> None:
    """What was there, less what went, with what came, is what the simulation left."""
    server.state |= {"tabelas": 14, "nossas": 1, "relogio": datetime(2035, 1, 1)}
    after: dict[str, set[tuple[Any, ...]]] = {}

    def fetch(_: Any, table: str, into: duckdb.DuckDBPyConnection) -> int:
        rows = made.table(f"core.{table}").to_arrow_table()
        into.from_arrow(rows).insert_into(f"core.{table}")
        return int(rows.num_rows)

    def load(database: str, table: str, rows: pa.RecordBatchReader) -> int:
        file = next(tmp_path.glob("transfer-*/source.duckdb"))
        with duckdb.connect(str(file), read_only=True) as left:
            for name in schema.TABLES:
                after.setdefault(name, set(left.table(f"core.{name}").fetchall()))
        return server.load(database, table, rows)

    monkeypatch.setattr(bulk, "fetch", fetch)
    monkeypatch.setattr(bulk, "load", load)
    counts = shop.change(Settings(tmp_path, tmp_path), orders=30, seed=3, bad_rows=0)
    assert counts["pedidos_novos"] == 30
    assert sum(t.num_rows for t in server.tables.values()) < 600
    for table in schema.TABLES:
        rows = {row[0]: row for row in made.table(f"core.{table}").fetchall()}
        for key in server.tables[f"carga.{table}_excluidas"].column(0).to_pylist():
            del rows[key]
        for row in zip(*server.tables[f"carga.{table}"].to_pydict().values(), strict=True):
            rows[row[0]] = row
        assert set(rows.values()) == after[table], table
    stamps = [
        stamp
        for name, rows in server.tables.items()
        if not name.endswith("_excluidas")
        for stamp in rows.column("data_atualizacao").to_pylist()
    ]
    assert stamps
    assert {stamp.year for stamp in stamps} == {2035}  # by the server's clock
    assert "commit" in server.statements


def test_arrays_of_parameters_keep_values_and_order() -> None:
    class Cursor:
        def __init__(self) -> None:
            self.fast_executemany = False
            self.sent: list[tuple[Any, ...]] = []
            self.text = ""

        def executemany(self, text: str, rows: list[tuple[Any, ...]]) -> None:
            self.text = text
            self.sent += rows

    rows = pa.table({"a": [1, 2, 3], "b": ["x", None, "é"]})
    cursor = Cursor()
    reader = pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches(max_chunksize=2))
    assert bulk._array_inserts(cursor, "core.t", reader) == 3
    assert cursor.sent == [(1, "x"), (2, None), (3, "é")]
    assert " ".join(cursor.text.split()) == "insert into core.t (a, b) values (?, ?);"
    assert cursor.fast_executemany


def test_the_package_for_bulk_load_is_taken_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    odbc = Driver("pyodbc", "/d.so")
    monkeypatch.setattr(bulk, "find_driver", lambda: odbc)
    for own, taken in (
        (Driver("mssql-python"), Driver("mssql-python")),
        (Driver("mssql-python", preview=True), odbc),
        (None, odbc),
    ):
        monkeypatch.setattr(bulk, "mssql_python", lambda own=own: own)
        assert bulk.bulk_driver() == taken


class PanicException(BaseException):
    """As pyo3 names a panic of Rust."""


@pytest.mark.parametrize("error", [RuntimeError("no route"), PanicException("no route")])
def test_what_the_bulk_copy_says_becomes_a_sentence(error: BaseException) -> None:
    class Cursor:
        def bulkcopy_arrow(self, *_: Any, **__: Any) -> None:
            raise error

    rows = pa.table({"a": [1]}).to_reader()
    with pytest.raises(DwError, match=r"core\.t broke off \(no route\): start the command again"):
        bulk._bulk_copy(Cursor(), "core.t", rows)


def test_a_person_may_still_interrupt_the_bulk_copy() -> None:
    class Cursor:
        def bulkcopy_arrow(self, *_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bulk._bulk_copy(Cursor(), "core.t", pa.table({"a": [1]}).to_reader())
