"""The tables of a shop's own database: by DuckDB's extension, else by the database's driver."""

from __future__ import annotations

import contextlib
import csv
import shlex
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb

from ecommerce_base.errors import DwError
from ecommerce_shop.building import first_line
from ecommerce_shop.mapping import DataFile, Shop
from ecommerce_shop.reading import Sources, finish, lines_of, load, raw_name
from ecommerce_shop.schema import sql

_FETCH = 50_000


def read_database(shop: Shop, kind: str, place: str, sources: Sources) -> None:
    """Make a table per file of the mapping, its `path` the table's name. Raises DwError."""
    if kind == "sqlite":
        place = str((shop.folder / place).absolute())
        if not Path(place).is_file():
            raise DwError(f"There is no {place}, which {shop.folder.name}/shop.yml names.", 2)
    if kind != "sqlserver" and _attached(shop, kind, place, sources):
        return
    with DRIVERS[kind](place) as database:
        for number, table in enumerate(shop.files):
            _copy(database, kind, number, table, sources)


def _attached(shop: Shop, kind: str, place: str, sources: Sources) -> bool:
    """Reads by DuckDB's extension, which it fetches once, from the internet. False without it."""
    connection = sources.connection
    try:
        connection.execute(sql("sync_attach").format(lugar=place.replace("'", "''"), tipo=kind))
    except duckdb.Error as error:
        if "xtension" in str(error):
            return False
        raise DwError(f"DuckDB cannot open {kind}: {first_line(error)}", 2) from error
    for number, table in enumerate(shop.files):
        try:
            connection.execute(
                sql("sync_attached").format(nome=raw_name(table.name), tabela=table.path)
            )
        except duckdb.Error as error:
            raise DwError(f"{table.path}: {first_line(error)}", 2) from error
        sources.starts.append([(0, Path(table.path), Path(table.path), "")])
        finish(table, number, sources)
    return True


def _copy(database: Any, kind: str, number: int, table: DataFile, sources: Sources) -> None:
    """One table, by way of a CSV file: a driver's rows are Python's, and DuckDB reads files."""
    cursor = database.cursor("linhas") if kind == "postgres" else database.cursor()
    try:
        cursor.execute(sql("sync_table").format(tabela=table.path))
        rows = cursor.fetchmany(_FETCH)  # a cursor of Postgres's own knows its columns by now
        header = [column[0] for column in cursor.description]
        made = sources.folder / f"{table.name}.csv"
        with made.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            while rows:
                writer.writerows(rows)
                rows = cursor.fetchmany(_FETCH)
    except Exception as error:  # each driver has its own
        raise DwError(f"The table {table.path} cannot be read: {_words(error)}.", 2) from error
    lines = lines_of(sources.connection, made, ",", header)
    load(sources.connection, table.name, lines, "sync_load")
    sources.starts.append([(0, Path(table.path), made, "")])
    finish(table, number, sources)


@contextlib.contextmanager
def _sqlite(place: str) -> Iterator[Any]:
    with contextlib.closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as database:
        yield database


@contextlib.contextmanager
def _postgres(place: str) -> Iterator[Any]:
    psycopg = _driver("postgres", "psycopg", "psycopg[binary]")
    try:
        database = psycopg.connect(place)
    except psycopg.Error as error:
        raise _no_answer("postgres", error) from error
    with database:
        database.read_only = True
        yield database


@contextlib.contextmanager
def _mysql(place: str) -> Iterator[Any]:
    pymysql = _driver("mysql", "pymysql", "pymysql")
    same = {"db": "database", "passwd": "password", "socket": "unix_socket"}
    try:
        pairs = (word.split("=", 1) for word in shlex.split(place))
        words: dict[str, Any] = {same.get(name, name): value for name, value in pairs}
        words["port"] = int(words.get("port", 3306))
        database = pymysql.connect(**words, cursorclass=pymysql.cursors.SSCursor)
    except (pymysql.Error, TypeError, ValueError) as error:
        raise _no_answer("mysql", error) from error
    with database:
        yield database


def _driver(kind: str, module: str, package: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise DwError(
            f"DuckDB has no extension for {kind} here and cannot fetch it. Install the driver into "
            f"this environment (`pip install {package}`), or export the tables as CSV.",
            2,
        ) from None


def _no_answer(kind: str, error: Exception) -> DwError:
    return DwError(f"{kind} does not let us in: {_words(error)}. See `data:` in shop.yml.", 2)


def _words(error: Exception) -> str:
    return " ".join(str(error.args[-1] if error.args else error).split())


DRIVERS: dict[str, Callable[[str], AbstractContextManager[Any]]] = {
    "sqlite": _sqlite,
    "postgres": _postgres,
    "mysql": _mysql,
}
"""Opens a database at its place; the server's room adds `sqlserver`."""
