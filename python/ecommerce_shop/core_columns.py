"""The columns of `core` as schema.sql declares them: type, words, references, what is unique."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from ecommerce_shop.schema import TABLES

STAMPS = ("data_cadastro", "data_atualizacao")
# What a mapping may give beside the columns of a table: names that become keys.
NAMES = {
    "produto": ("categoria", "subcategoria", "fornecedor"),
    "cliente": ("pais", "estado", "cidade"),
    "pedido": ("pais", "estado", "cidade", "cep"),
}


@dataclass(frozen=True)
class Column:
    """A column of `core`. `kind`: chave, texto, numero, inteiro, data, momento or logico."""

    name: str
    kind: str
    sql: str
    """Its type in DuckDB."""
    tsql: str = ""
    """Its type in SQL Server."""
    scale: int = 0
    length: int = 0
    required: bool = False
    unique: bool = False
    words: tuple[str, ...] = ()
    parent: str = ""


@cache
def core_columns() -> dict[str, list[Column]]:
    """The columns of each table, the key first."""
    text = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
    found: dict[str, list[Column]] = {}
    for statement in sqlglot.parse(text, read="tsql"):
        if isinstance(statement, exp.Create) and statement.kind == "TABLE":
            table = statement.find(exp.Table)
            assert table
            if table.name in TABLES:
                found[table.name] = [
                    _column(part, statement) for part in statement.find_all(exp.ColumnDef)
                ]
    return found


def key_of(table: str) -> str:
    """The primary key: a table's first column."""
    return core_columns()[table][0].name


def _column(part: exp.ColumnDef, create: exp.Create) -> Column:
    kind = part.kind
    assert kind
    sizes = [int(size.name) for size in kind.expressions]
    words: tuple[str, ...] = ()
    unique = parent = ""
    for constraint in create.find_all(exp.Constraint):
        among = constraint.find(exp.In)
        if among and among.this.name == part.name:
            words = tuple(word.name for word in among.expressions)
        named = [c.name for c in constraint.find_all(exp.Identifier) if c.name != constraint.name]
        if constraint.find(exp.ForeignKey) and named[0] == part.name:
            parent = constraint.find(exp.Table).name  # type: ignore[union-attr]
        if constraint.find(exp.UniqueColumnConstraint) and named == [part.name]:
            unique = part.name
    if part.name == "lider_vendedor_id":  # added later, because the two tables need each other
        parent = "vendedor"
    required = any(isinstance(c.kind, exp.NotNullColumnConstraint) for c in part.constraints)
    return Column(
        part.name,
        _kind(part),
        "boolean" if kind.is_type("bit") else kind.sql(dialect="duckdb").lower(),
        tsql=kind.sql(dialect="tsql").lower(),
        scale=sizes[1] if len(sizes) > 1 else 0,
        length=sizes[0] if sizes and kind.this in exp.DataType.TEXT_TYPES else 0,
        required=required,
        unique=bool(unique),
        words=words,
        parent=parent,
    )


def _kind(part: exp.ColumnDef) -> str:
    if part.name.endswith("_id"):
        return "chave"
    types = exp.DataType.Type
    names = {
        "texto": exp.DataType.TEXT_TYPES,
        "inteiro": {types.BIGINT, types.INT},
        "numero": {types.DECIMAL},
        "data": {types.DATE},
        "logico": {types.BIT, types.BOOLEAN},
    }
    assert part.kind
    return next((name for name, kinds in names.items() if part.kind.this in kinds), "momento")
