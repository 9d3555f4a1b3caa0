"""What pages ask: a SELECT of a .sql file, its values, and what it reads of other SELECTs.

One text serves both engines: `:name` and `base.<name>` in it become each engine's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PARAMETER = re.compile(r"(?<![:\w]):(?P<name>[a-z_][a-z0-9_]*)")
_COMMENT = re.compile(r"--[^\n]*\n")
_MEMBER = re.compile(r"(?P<column>[a-z_.]+) in :(?P<name>[a-z_]+)")
_BASE = re.compile(r"\bbase\.(?P<name>[a-z_][a-z0-9_]*)")


@dataclass(frozen=True)
class Query:
    """A SELECT with `:name` parameters, all of them bound: no value is ever part of the text.

    `bases`: the SELECTs, by name, that it reads as `base.<name>`. Those that several queries of one
    call share are answered once, into a temporary table of the connection.
    """

    sql: str
    parameters: tuple[tuple[str, Any], ...] = ()
    bases: tuple[tuple[str, Query], ...] = ()


def query(file: Path, **parameters: Any) -> Query:
    """The SELECT in a .sql file; parameters that it does not name are left out.

    `column in :names` takes a tuple: one bound value each, everything when it is empty.
    `base.<name>` in it is the SELECT of `base.<name>.sql` beside it.
    """
    text = _COMMENT.sub("", file.read_text(encoding="utf-8"))
    named = set(_PARAMETER.findall(text))
    if missing := named - parameters.keys():
        raise KeyError(f"{file.name} needs {', '.join(sorted(missing))}")
    bound = {name: value for name, value in parameters.items() if name in named}
    for column, name in set(_MEMBER.findall(text)):
        members = {f"{name}_{i}": value for i, value in enumerate(parameters[name])}
        listed = f"{column} in ({', '.join(f':{member}' for member in members)})"
        text = text.replace(f"{column} in :{name}", listed if members else "1 = 1")
        bound.pop(name, None)
        bound |= members
    return Query(
        text,
        tuple(sorted(bound.items())),
        tuple(
            (name, query(file.with_name(f"base.{name}.sql"), **parameters))
            for name in sorted(set(_BASE.findall(text)))
        ),
    )


def bases(queries: Sequence[Query]) -> dict[str, Query]:
    """What the queries read as `base.<name>`, each once, after those that it reads itself.

    Raises ValueError when two of the queries want one with different parameters.
    """
    found: dict[str, Query] = {}
    for outer in (pair for asked in queries for pair in asked.bases):
        for name, base in (*bases([outer[1]]).items(), outer):
            if found.setdefault(name, base) != base:
                raise ValueError(f"base.{name} is asked for with different parameters in one call")
    return found


def for_duckdb(query: Query) -> tuple[str, dict[str, Any]]:
    """The text in DuckDB's words, and its values."""
    text = _BASE.sub(r"temp.\g<name>", _PARAMETER.sub(r"$\g<name>", query.sql))
    return text, dict(query.parameters)


def sql_server_statements(queries: Sequence[Query]) -> list[tuple[str, list[Any]]]:
    """What answers the queries on SQL Server, in order, each with its values; the queries last.

    A statement with values has a scope of its own, where a table that it makes ends with it: so a
    base's table is made first, without values and rows, and filled then.
    """
    found: list[tuple[str, list[Any]]] = []
    for name, base in bases(queries).items():
        text, values = _for_sql_server(base)
        rowless = _named_tables(_PARAMETER.sub("null", base.sql))
        # The texts are those of the files: no value is in them.
        found.append((f"select top 0 * into #{name} from ({rowless}) as base", []))  # noqa: S608
        found.append((f"insert into #{name} {text}", values))
    return [*found, *map(_for_sql_server, queries)]


def _for_sql_server(query: Query) -> tuple[str, list[Any]]:
    """The text in SQL Server's words, and the values in the order of their places."""
    values = dict(query.parameters)
    names = _PARAMETER.findall(query.sql)
    return _named_tables(_PARAMETER.sub("?", query.sql)), [values[name] for name in names]


def _named_tables(text: str) -> str:
    return _BASE.sub(r"#\g<name>", text)
