"""From what a mapping's SELECTs give to rows of `core`: types, words, keys, references.

Nothing is guessed and nothing is left out in silence: what cannot be understood is collected over
all tables and raised as one BadData.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
import yaml
from sqlglot import exp

from ecommerce_base.commands import nearest
from ecommerce_base.errors import DwError
from ecommerce_shop import schema
from ecommerce_shop.core_columns import NAMES, STAMPS, Column, core_columns, key_of
from ecommerce_shop.databases import read_database
from ecommerce_shop.generate import REFERENCE
from ecommerce_shop.mapping import Shop, columns_read
from ecommerce_shop.problems import BadData, Problem
from ecommerce_shop.reading import Sources, read_files
from ecommerce_shop.schema import sql

DEFAULTS: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("defaults.yml").read_text(encoding="utf-8")
)
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")


def fit(shop: Shop, connection: duckdb.DuckDBPyConnection, folder: Path) -> Sources:
    """Make the temporary tables nova_<table>: the shop as it is to be in `core`.

    `folder` is for what has to be written on the way. Raises BadData, DwError.
    """
    sources = Sources(connection, folder)
    _set_variables(connection, shop)
    schema.run_script(connection, "sync_macros")
    schema.run_script(connection, "municipalities")
    if isinstance(shop.data, dict):
        read_database(shop, *next(iter(shop.data.items())), sources)
    else:
        read_files(shop, shop.data, sources)
    for name, select in shop.steps.items():
        _select(connection, shop, name, f"create temp table {name} as {select}")
    _ask_mapping(sources, shop)
    for table in schema.TABLES:
        _raw_table(connection, shop, table)
    if "regiao" in shop.selects:
        connection.execute(sql("sync_no_places"))
    else:
        schema.run_script(connection, "sync_regions")
    schema.run_script(connection, "sync_names")
    _words(connection, shop)
    problems: list[Problem] = []
    for table in schema.TABLES:
        if table == "regiao" and table not in shop.selects:
            schema.run_script(connection, "sync_regiao")
        else:
            problems += _typed_table(sources, shop, table)
    if problems:
        raise BadData(problems)
    schema.run_script(connection, "sync_returns_setup")
    _match_returns(sources)
    for table in schema.TABLES:
        problems += _doubles(sources, shop, table)
        problems += _orphans(sources, shop, table)
    if problems:
        raise BadData(problems)
    if "regiao" not in shop.selects:
        _tell_lost_places(sources)
    return sources


def _set_variables(connection: duckdb.DuckDBPyConnection, shop: Shop) -> None:
    day = {"d/m/Y": ("%d/%m/%y", "%d/%m/%Y"), "m/d/Y": ("%m/%d/%y", "%m/%d/%Y")}.get(
        shop.dates, ("%Y/%m/%d",) if shop.dates else ()
    )
    schema.set_variables(
        connection,
        pasta=REFERENCE.as_posix(),
        decimal=shop.decimal,
        formatos=[form + time for form in day for time in _TIMES] or ["%Y-%m-%d"],
        zona=shop.time_zone,
        pais=shop.country,
        **{f"tem_{t}": t in shop.selects for t in ("categoria", "fornecedor", "desconto")},
    )


def _select(connection: duckdb.DuckDBPyConnection, shop: Shop, name: str, statement: str) -> None:
    """Run a SELECT of the mapping. Raises DwError (2) that names it, or the file's columns."""
    try:
        connection.execute(statement)
    except duckdb.Error as error:
        told = " ".join(line for line in str(error).splitlines()[:2] if line)
        if lacking := re.search('(?:Referenced column|column named) "(.+?)"', told):
            text = {**shop.steps, **shop.selects}[name]
            read = {table.name for table in sqlglot.parse_one(text, "duckdb").find_all(exp.Table)}
            told = f"no column {lacking[1]!r}. " + " ".join(
                f"{file.path} has: {', '.join(connection.table(file.name).columns[:-1])}."
                for file in shop.files
                if file.name in read
            )
        raise DwError(f"{shop.folder / name}.sql: {told}", 2) from error


def _ask_mapping(sources: Sources, shop: Shop) -> None:
    """What the mapping's own steps refuse, and what they tell."""
    if "recusas" in shop.steps:
        found = sources.connection.execute(sql("sync_refusals")).fetchall()
        if found:
            raise BadData([Problem(str(f), None, "", "", str(a), int(n)) for f, a, n in found])
    if "avisos" in shop.steps:
        told = sources.connection.execute(sql("sync_notices")).fetchall()
        sources.notes += [str(text) for (text,) in told]


def _raw_table(connection: duckdb.DuckDBPyConnection, shop: Shop, table: str) -> None:
    """The table bruta_<table>: every column that may be given, as text (numbers may stay)."""
    known = {column.name: column for column in core_columns()[table]}
    wanted = [*known, *(name for name in NAMES.get(table, ()) if name not in known), "origem"]
    given: dict[str, str] = {}
    if table in shop.selects:
        _select(connection, shop, table, f"create temp view dada as {shop.selects[table]}")
        given = {
            str(r[0]).lower(): str(r[1]) for r in connection.execute("describe dada").fetchall()
        }
        connection.execute("drop view dada")
    for name in given:
        if name not in wanted:
            raise DwError(
                f"{shop.folder / table}.sql gives a column {name!r}, which core.{table} has not"
                f"{nearest(name, wanted)}",
                2,
            )
    columns = ", ".join(_raw_column(name, known.get(name), given.get(name)) for name in wanted)
    query = shop.selects.get(table, "select 1 where false")
    statement = sql("sync_raw").format(tabela=table, colunas=columns, consulta=query)
    _select(connection, shop, table, statement)


def _raw_column(name: str, column: Column | None, kind: str | None) -> str:
    if kind is None:
        return f"null::{'bigint' if name == 'origem' else 'varchar'} as {name}"
    if name == "origem" or (column and column.kind in ("numero", "inteiro") and _is_number(kind)):
        return name
    return f"{name}::varchar as {name}"


def _is_number(kind: str) -> bool:
    return kind.startswith(("DECIMAL", "DOUBLE", "FLOAT", "HUGEINT")) or kind.endswith("INT")


def _words(connection: duckdb.DuckDBPyConnection, shop: Shop) -> None:
    """The table palavra: what a word of the shop's data is called in `core`."""
    rows: list[tuple[str, str, str]] = []
    left = dict(shop.words)
    for table, columns in core_columns().items():
        for column in columns:
            if not column.words:
                continue
            said = {**left.pop(column.name, {}), **left.pop(f"{table}.{column.name}", {})}
            if column.name in shop.words:
                left[column.name] = {}
            for word, meaning in said.items():
                if meaning not in column.words:
                    raise DwError(
                        f"{shop.folder}/shop.yml: {column.name} {word!r} is {meaning!r}; write one "
                        f"of: {', '.join(column.words)}.",
                        2,
                    )
            known = {word: word for word in column.words} | {str(k): v for k, v in said.items()}
            own = {word.strip().lower(): meaning for word, meaning in known.items()}
            rows += [(f"{table}.{column.name}", word, meaning) for word, meaning in own.items()]
    unknown = [name for name, words in left.items() if words]
    if unknown:
        raise DwError(f"{shop.folder}/shop.yml: no column {unknown[0]!r} holds such words.", 2)
    connection.execute(sql("sync_words"))
    connection.executemany("insert into palavra values (?, ?, ?)", rows)


def _typed_table(sources: Sources, shop: Shop, table: str) -> list[Problem]:
    connection = sources.connection
    columns = core_columns()[table]
    types = {
        str(row[0]): str(row[1]) for row in connection.execute(f"describe bruta_{table}").fetchall()
    }
    names = [column.name for column in columns]
    given = _given(connection, table, names)
    if not given:
        connection.execute(sql("sync_nothing").format(tabela=table))
        return []
    worded = [column for column in columns if column.words and column.name in given]
    statement = sql("sync_typed").format(
        tabela=table,
        colunas=", ".join(f"v_{c.name} as {c.name}" for c in columns),
        valores=", ".join(
            f"{_value(table, c, types[c.name], c.name in given)} as v_{c.name}, "
            f"b.{c.name} as r_{c.name}"
            for c in columns
        ),
        palavras="\n".join(
            f"left join palavra as p_{c.name} on p_{c.name}.coluna = '{table}.{c.name}' "
            f"and p_{c.name}.de = lower(trim(b.{c.name}))"
            for c in worded
        ),
        faltas=", ".join(
            _fault(c)
            for c in columns
            if c.name in given or (c.required and c.name not in DEFAULTS.get(table, {}))
        ),
    )
    connection.execute(statement)
    sources.notes += _rounded(connection, table, given)
    found = connection.execute(
        sql("sync_faults").format(tabela=table), {"de_palavras": [c.name for c in worded]}
    ).fetchall()
    by_name = {column.name: column for column in columns}
    return [
        _problem(
            sources, shop, table, name, origin, value, _advice(by_name[name], value, shop), times
        )
        for name, value, origin, times in found
    ]


def _given(connection: duckdb.DuckDBPyConnection, table: str, names: list[str]) -> set[str]:
    """The columns of which a row of the mapping gives anything."""
    counts = ", ".join(f"count({name})" for name in names)
    statement = sql("sync_given").format(tabela=table, contagens=counts)
    found = connection.execute(statement).fetchall()[0]
    return {name for name, rows in zip(names, found, strict=True) if rows}


def _value(table: str, column: Column, kind: str, given: bool) -> str:
    """The SQL of a column's value out of what the mapping gives."""
    default = f"({DEFAULTS.get(table, {}).get(column.name, 'null')})::{column.sql}"
    if not given:
        return default
    name = f"b.{column.name}"
    number = f"try_cast({name} as decimal(38, 10))" if _is_number(kind) else f"numero({name})"
    text = f"trim({name})"
    typed = {
        "chave": f"chave({name})",
        "inteiro": f"case when {number} % 1 = 0 then try_cast({number} as {column.sql}) end",
        "numero": f"try_cast(round({number}, {column.scale}) as {column.sql})",
        "data": f"momento({name})::date",
        "momento": f"momento({name})",
        "logico": f"logico({name})",
        "texto": f"left({text}, {column.length})"
        if not column.unique
        else f"case when length({text}) <= {column.length} then {text} end",
    }[column.kind]
    if column.words:
        typed = f"p_{column.name}.para"
    return f"case when vazio({name}) then {default} else {typed} end"


def _fault(column: Column) -> str:
    name = column.name
    needed = column.required and name not in STAMPS
    given = "true" if needed else f"not vazio(r_{name})"
    return f"case when v_{name} is null and {given} then '{name}' end"


def _rounded(connection: duckdb.DuckDBPyConnection, table: str, given: set[str]) -> list[str]:
    """What a cent could not hold, told: a price of 0.001 is 0.00 in `core`."""
    money = [c for c in core_columns()[table] if c.name in given and c.scale == 2]
    if not money:
        return []
    counts = ", ".join(
        f"count(*) filter (numero(b.{c.name}) <> round(numero(b.{c.name}), 2))" for c in money
    )
    found = connection.execute(
        sql("sync_rounded").format(tabela=table, contagens=counts)
    ).fetchall()[0]
    return [
        f"{times:,} values of {table}.{column.name} were rounded to the cent."
        for column, times in zip(money, found, strict=True)
        if times
    ]


def _advice(column: Column, value: str, shop: Shop) -> str:
    """What to write instead of a value that could not be understood."""
    if not value:
        return f"is empty, and core needs its {column.name}: fill it in, or give it in the mapping."
    if column.words:
        return (
            f"is no {column.name} that is known: write what it means under `words: {column.name}:` "
            f"in shop.yml, one of {', '.join(column.words)}."
        )
    if column.kind in ("data", "momento"):
        order = f"is not in the order {shop.dates}" if shop.dates else "is no date that is known"
        return f"{order}: say `dates: d/m/Y` or m/d/Y in shop.yml, or write 2024-12-31."
    mark, other = shop.decimal, "," if shop.decimal == "." else "."
    return {
        "numero": f"is no number with the decimal mark '{mark}': write 1234{mark}50, or say "
        f'`decimal: "{other}"` in shop.yml.',
        "inteiro": "is no whole number: write pieces, such as 3.",
        "logico": "is neither yes nor no: write 1 or 0.",
        "texto": f"is longer than {column.length} characters: shorten it.",
        "chave": "is no key: write the number or code of the row.",
    }[column.kind]


def _problem(
    sources: Sources,
    shop: Shop,
    table: str,
    column: str,
    origin: Any,
    value: Any,
    advice: str,
    times: Any = 1,
) -> Problem:
    file, line = sources.place(origin)
    name = columns_read(shop.selects[table], column) if table in shop.selects else column
    return Problem(file or f"{table}.sql", line, name, str(value or ""), advice, int(times))


def _doubles(sources: Sources, shop: Shop, table: str) -> list[Problem]:
    if table not in shop.selects:
        return []
    found = []
    unique = [c.name for c in core_columns()[table] if c.unique]
    for column in (key_of(table), *unique):
        statement = sql("sync_doubles").format(tabela=table, coluna=column)
        times, before, origin, value = sources.connection.execute(statement).fetchall()[0]
        if times:
            file, line = sources.place(before)
            advice = f"{table} has it twice"
            advice += f" (before: {file}, line {line:,})" if line else ""
            advice += ": keep one of the rows."
            found.append(_problem(sources, shop, table, column, origin, value, advice, times))
            break
    return found


def _orphans(sources: Sources, shop: Shop, table: str) -> list[Problem]:
    if table not in shop.selects:
        return []
    found = []
    for column in core_columns()[table]:
        if not column.parent:
            continue
        statement = sql("sync_orphans").format(
            tabela=table, coluna=column.name, chave=key_of(column.parent), pai=column.parent
        )
        times, origin, value = sources.connection.execute(statement).fetchall()[0]
        if times:
            advice = (
                f"is no {column.parent} of this shop: is a file cut off? Write `orphans: "
                "quarantine` in shop.yml to let such rows wait in the quarantine."
            )
            found.append(_problem(sources, shop, table, column.name, origin, value, advice, times))
    if shop.orphans == "quarantine":
        sources.notes += [f"Left to the quarantine: {problem}" for problem in found]
        return []
    return found


def _match_returns(sources: Sources) -> None:
    """Negative lines become returns, round by round: each takes the newest line that still fits."""
    connection = sources.connection
    while True:
        schema.run_script(connection, "sync_returns_round")
        (matched,) = connection.execute(sql("sync_returns_matched")).fetchall()[0]
        if not matched:
            break
    told = connection.execute(sql("sync_returns_told")).fetchall()[0]
    schema.run_script(connection, "sync_returns_end")
    if told[0]:
        sources.notes.append(
            f"{told[0]:,} lines with a negative quantity: {told[1]:,} became returns of the line "
            f"that they cancel, {told[2]:,} match no line and will wait in the quarantine."
        )


def _tell_lost_places(sources: Sources) -> None:
    orders, places, example = sources.connection.execute(sql("sync_lost")).fetchall()[0]
    if places:
        sources.notes.append(
            f"{orders:,} orders go to {places:,} places that are no municipality of IBGE's list, "
            f"such as {example!r}: they count for their state."
        )
