"""The files of the Olist data set: found, checked for being whole, read as text."""

from __future__ import annotations

import csv
import gzip
import zlib
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

from ecommerce_base.errors import DwError
from ecommerce_shop.schema import read_sql

_PIECE = 1 << 20


def expected_columns() -> dict[str, list[str]]:
    """The header of each file, by table name, from sql/olist_files.sql."""
    return {
        create.this.this.name: [column.name for column in create.find_all(exp.ColumnDef)]
        for create in sqlglot.parse(read_sql("olist_files"), read="duckdb")
        if isinstance(create, exp.Create)
    }


def find_files(folder: Path) -> dict[str, Path]:
    """The path of each file (CSV or CSV.gz) by table; each is there, whole, with its header."""
    if not folder.is_dir():
        raise DwError(f"There is no folder {folder}: give the one with the Olist CSV files.", 2)
    columns = expected_columns()
    missing = [table for table in columns if _find(folder, table) is None]
    if missing:
        names = ", ".join(f"olist_{table}_dataset.csv (or .csv.gz)" for table in missing)
        raise DwError(f"{folder} lacks {names}: put the whole Olist data set there.", 2)
    found = {table: path for table in columns if (path := _find(folder, table))}
    for table, path in found.items():
        _check_whole(path, columns[table])
    return found


def read_files(connection: duckdb.DuckDBPyConnection, files: dict[str, Path]) -> None:
    """Make one temporary table of text columns per file, and compare them with each other."""
    connection.execute(read_sql("olist_files"))
    for table, columns in expected_columns().items():
        try:
            connection.read_csv(
                str(files[table]),
                header=True,
                columns=dict.fromkeys(columns, "VARCHAR"),
                delimiter=",",
                quotechar='"',
                auto_detect=False,
            ).insert_into(table)
        except duckdb.Error as error:
            raise _broken(files[table], str(error).splitlines()[0]) from error
    for table, missing in connection.execute(read_sql("olist_checks")).fetchall():
        if missing:
            raise _broken(files[table], f"{missing} rows of other files have no match in it")
    connection.execute(read_sql("olist_status"))
    for line, word, known in connection.execute(read_sql("olist_status_estranho")).fetchall():
        raise DwError(
            f"{files['orders']}, line {line}, column order_status: '{word}' is no status that is "
            f"known; these are: {known}."
        )


def _find(folder: Path, table: str) -> Path | None:
    names = (f"olist_{table}_dataset{ending}" for ending in (".csv", ".csv.gz"))
    return next((folder / name for name in names if (folder / name).exists()), None)


def _check_whole(path: Path, expected: list[str]) -> None:
    """Read the file once: readable to its end, the expected header, and a complete last line."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as stream:
            first = stream.readline(10_000)
            last = first
            while piece := stream.read(_PIECE):
                last = piece
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path, str(error)) from error
    header = next(csv.reader([first.decode("utf-8-sig", "replace").strip()]), [])
    if header != expected:
        raise DwError(
            f"{path} does not begin with the line {','.join(expected)}: use Olist's own file."
        )
    if not last.endswith(b"\n"):
        raise _broken(path, "its last line is cut off")


def _broken(path: Path, reason: str) -> DwError:
    return DwError(f"{path} is not whole or not readable ({reason}): get the file again.")
