"""What the tests of the source share: opening it, reading whole tables, counting rule breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from ecommerce_shop.schema import TABLES

SQL = Path(__file__).with_name("sql")
Row = dict[str, Any]


@contextmanager
def opened(path: Path, read_only: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(path), read_only=read_only)
    try:
        yield connection
    finally:
        connection.close()


def rows(path: Path, table: str) -> dict[int, Row]:
    """The rows of a table by their key, its first column."""
    with opened(path) as connection:
        relation = connection.table(f"core.{table}")
        names = relation.columns
        return {row[0]: dict(zip(names, row, strict=True)) for row in relation.fetchall()}


def content(path: Path) -> dict[str, dict[int, Row]]:
    return {table: rows(path, table) for table in TABLES}


def counts(path: Path, script: str) -> dict[str, int]:
    """The result of sql/<script>.sql, (name, number) per row."""
    with opened(path) as connection:
        found = connection.execute((SQL / f"{script}.sql").read_text(encoding="utf-8")).fetchall()
    return {str(name): int(number) for name, number in found}


def broken(path: Path) -> dict[str, int]:
    """Rules and references of a source that are broken, with the number of rows at fault."""
    found = counts(path, "hard_rules") | counts(path, "orphans")
    return {name: number for name, number in found.items() if number}
