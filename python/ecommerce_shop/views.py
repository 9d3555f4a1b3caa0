"""A mapping as views of SQL Server: for a shop whose own database is there, read in place.

What a view can do is a part of what a sync does: types, words and defaults. Keys have to be
numbers, stamps have to be there; steps, names instead of keys and returns are a sync's.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from ecommerce_base.errors import DwError
from ecommerce_shop.core_columns import STAMPS, Column, core_columns
from ecommerce_shop.fitting import DEFAULTS
from ecommerce_shop.mapping import Shop, columns_of
from ecommerce_shop.schema import TABLES, sql


def tsql_views(shop: Shop) -> str:
    """`create or alter view core.<table>` for each table, empty ones for what the shop lacks.

    Raises DwError (2) that names what has to be written by hand.
    """
    if shop.steps:
        raise _by_hand(shop, next(iter(shop.steps)), "steps are no part of a view")
    return "go\n".join(_view(shop, table) for table in TABLES)


def _view(shop: Shop, table: str) -> str:
    columns = core_columns()[table]
    if table not in shop.selects:
        nothing = ",\n    ".join(f"cast(null as {c.tsql}) as {c.name}" for c in columns)
        return sql("view_empty").format(tabela=table, colunas=nothing)
    given = columns_of(shop.selects[table])
    names = {column.name for column in columns}
    if strange := [name for name in given if name not in {*names, "origem"}]:
        raise _by_hand(shop, table, f"{strange[0]} is a name, and a view needs its key")
    values = ",\n    ".join(_value(shop, table, column, given) for column in columns)
    return sql("view").format(tabela=table, colunas=values, consulta=_select(shop, table))


def _value(shop: Shop, table: str, column: Column, given: list[str]) -> str:
    name = column.name
    default = DEFAULTS.get(table, {}).get(name, "null").replace("b.", "m.")
    if name in STAMPS and name not in given:
        raise _by_hand(shop, table, f"{name} is missing: the time of the server's last write")
    if "getvariable" in default or (default == "null" and column.required and name not in given):
        raise _by_hand(shop, table, f"{name} is missing")
    plain = sqlglot.transpile(default, read="duckdb", write="tsql")[0]
    plain = f"N{plain}" if plain.startswith("'") else plain
    if name not in given:
        return f"cast({plain} as {column.tsql}) as {name}"
    value = f"m.{name}"
    if column.words:
        said = {**shop.words.get(name, {}), **shop.words.get(f"{table}.{name}", {})}
        whens = " ".join(f"when {_text(w)} then {_text(m)}" for w, m in said.items())
        value = f"case {value} {whens} else {value} end" if said else value
    if default != "null":
        value = f"coalesce({value}, {plain})"
    return f"cast({value} as {column.tsql}) as {name}"


def _select(shop: Shop, table: str) -> str:
    """The SELECT in T-SQL, over the server's tables that `files` of shop.yml names."""
    parsed = sqlglot.parse_one(shop.selects[table], read="duckdb")
    distinct = parsed.find(exp.Distinct)
    if distinct and distinct.args.get("on"):
        raise _by_hand(shop, table, "`distinct on` is DuckDB's")
    for part in parsed.find_all(exp.Select):
        kept = [column for column in part.expressions if column.alias_or_name != "origem"]
        part.set("expressions", kept)
    places = {file.name: file.path for file in shop.files}
    for source in [*parsed.find_all(exp.Table)]:
        if source.name in places:
            place = exp.to_table(places[source.name], dialect="tsql")
            source.replace(exp.alias_(place, source.alias_or_name, table=True))
    return parsed.sql(dialect="tsql", pretty=True)


def _text(word: str) -> str:
    return exp.Literal.string(word).sql(dialect="tsql").replace("'", "N'", 1)


def _by_hand(shop: Shop, name: str, reason: str) -> DwError:
    return DwError(f"{shop.folder / name}.sql: {reason}. Write this view by hand.", 2)
