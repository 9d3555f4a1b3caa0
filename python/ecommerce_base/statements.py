"""Where SQL is kept: in files, beside the module that asks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Ask = Callable[[str, Sequence[Any]], list[Row]]
"""Runs a statement with `?` parameters on the warehouse, of any engine; its rows."""


def sql_beside(module: str) -> Callable[[str], str]:
    """A reader of the .sql files in the folder `sql` beside a module: `sql_beside(__file__)`."""
    folder = Path(module).with_name("sql")

    def text(name: str) -> str:
        return (folder / f"{name}.sql").read_text(encoding="utf-8")

    return text


shared = sql_beside(__file__)
"""The statements that more than one room asks."""


def rows_of(cursor: Any) -> list[Row]:
    """What a DB-API cursor was answered, by the names of the columns."""
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def table_exists(ask: Ask, schema: str, table: str) -> bool:
    """Whether the warehouse has a table or view."""
    return bool(ask(shared("table_exists"), [schema, table])[0]["quantidade"])
