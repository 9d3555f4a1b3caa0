"""Whole tables between DuckDB and SQL Server: bulk load one way, large fetches the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecommerce_base.errors import DwError
from ecommerce_server.connection import connected, server_words, sql
from ecommerce_server.driver import MSSQL_PYTHON, Driver, find_driver, mssql_python

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BATCH = 102_400  # rows; the smallest batch that a columnstore would compress at once
FETCH = 50_000


def bulk_driver() -> Driver:
    """mssql-python where it can be used: TDS bulk load; else pyodbc's arrays of parameters."""
    own = mssql_python()
    return own if own and not own.preview else find_driver()


def load(database: str, table: str, rows: pa.RecordBatchReader) -> int:
    """Appends the rows to a table whose columns have their names; returns how many.

    Constraints are not checked by the bulk load. Raises DwError.
    """
    driver = bulk_driver()
    with connected(database, driver=driver) as connection:
        cursor = connection.cursor()
        if driver.backend == MSSQL_PYTHON:
            return _bulk_copy(cursor, table, rows)
        return _array_inserts(cursor, table, rows)


def _bulk_copy(cursor: Any, table: str, rows: pa.RecordBatchReader) -> int:
    try:
        done = cursor.bulkcopy_arrow(
            table,
            rows,
            batch_size=BATCH,
            timeout=0,
            column_mappings=list(rows.schema.names),
            keep_nulls=True,
            table_lock=True,
        )
    except BaseException as error:
        # The package's bulk copy is Rust: a panic of it is no Exception, and none is its own Error.
        if not isinstance(error, RuntimeError) and type(error).__name__ != "PanicException":
            raise
        raise DwError(
            f"The bulk load of {table} broke off ({server_words(str(error)) or error}): start the "
            "command again, it begins anew."
        ) from error
    return int(done["rows_copied"])


def _array_inserts(cursor: Any, table: str, rows: pa.RecordBatchReader) -> int:
    names = rows.schema.names
    text = sql("insert").format(
        tabela=table, colunas=", ".join(names), marcas=", ".join("?" * len(names))
    )
    cursor.fast_executemany = True
    copied = 0
    for batch in rows:
        values = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        if values:
            cursor.executemany(text, values)
        copied += len(values)
    return copied


def fetch(cursor: Any, table: str, into: duckdb.DuckDBPyConnection) -> int:
    """Copies core.<table> of the server into the empty table of that name in DuckDB."""
    import pyarrow as pa

    schema = into.table(f"core.{table}").to_arrow_reader(1).schema
    cursor.execute(sql("read").format(tabela=table, colunas=", ".join(schema.names)))
    fetched = 0
    while rows := cursor.fetchmany(FETCH):
        columns = list(zip(*(tuple(row) for row in rows), strict=True))
        arrays = [
            pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)
        ]
        into.from_arrow(pa.Table.from_arrays(arrays, schema=schema)).insert_into(f"core.{table}")
        fetched += len(rows)
    return fetched
