"""Read access for dashboards and tools: one call gives figures of one moment, on any engine.

DuckDB lets one process write or many read. So each call opens the file, reads, and closes it; while
a run holds it, the last figures read are given again and say so (docs/decisions/010).
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ecommerce_dw.duckdb_file import InUse, connect
from ecommerce_dw.errors import DwError
from ecommerce_dw.running import RunState, running
from ecommerce_dw.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

WAIT_SECONDS = 0.5
KEPT = 512
_PARAMETER = re.compile(r"(?<![:\w]):(?P<name>[a-z_][a-z0-9_]*)")


@dataclass(frozen=True)
class Query:
    """A SELECT with `:name` parameters, all of them bound: no value is ever part of the text."""

    sql: str
    parameters: tuple[tuple[str, Any], ...] = ()


def query(file: Path, **parameters: Any) -> Query:
    """The SELECT in a .sql file; parameters that it does not name are left out."""
    text = file.read_text(encoding="utf-8")
    named = set(_PARAMETER.findall(text))
    if missing := named - parameters.keys():
        raise KeyError(f"{file.name} needs {', '.join(sorted(missing))}")
    return Query(text, tuple(sorted((k, v) for k, v in parameters.items() if k in named)))


@dataclass(frozen=True)
class Answer:
    """One frame per query, all of one moment. `stale`: why they are not of now, else None."""

    frames: tuple[pd.DataFrame, ...]
    read_at: datetime
    stale: str | None = None
    run: RunState | None = None


class Busy(DwError):
    """The warehouse is being written and there is no earlier answer; `run` is where the run is."""

    def __init__(self, message: str, run: RunState | None = None) -> None:
        super().__init__(message)
        self.run = run


class Engine(Protocol):
    """What differs between DuckDB and SQL Server for a reader."""

    def running(self) -> RunState | None: ...

    def frames(self, queries: Sequence[Query]) -> tuple[tuple[pd.DataFrame, ...], bool]:
        """The frames, and whether a run died half-way before them. Raises InUse, DwError."""
        ...


class Reader:
    """Answers queries; keeps the last answers for the time of a run. Safe for many threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[tuple[Query, ...], Answer] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, *queries: Query) -> Answer:
        """Runs the queries on one connection. Raises Busy, or DwError with what to do."""
        run = self._engine.running()
        if run is None:
            try:
                frames, half = self._engine.frames(queries)
            except InUse as error:
                return self._earlier(queries, str(error), self._engine.running())
            answer = Answer(frames, datetime.now(UTC))
            if half:
                reason = "The last run died before its end; the next run finishes its work."
                with self._lock:
                    earlier = self._kept.get(queries)
                return replace(earlier or answer, stale=reason)
            with self._lock:
                self._kept[queries] = answer
                self._kept.move_to_end(queries)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return answer
        return self._earlier(queries, "A run is loading the warehouse.", run)

    def _earlier(self, queries: tuple[Query, ...], why: str, run: RunState | None) -> Answer:
        with self._lock:
            earlier = self._kept.get(queries)
        if earlier is None:
            raise Busy(why, run)
        return replace(earlier, stale=why, run=run)


class DuckDbEngine:
    """Short read-only connections to the warehouse file."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def running(self) -> RunState | None:
        return running(self._settings.data_dir)

    def frames(self, queries: Sequence[Query]) -> tuple[tuple[pd.DataFrame, ...], bool]:
        with self._open() as connection:
            # Nobody writes while the file is open for reading: a row still `running` died.
            half = connection.execute("select 1 from audit.etl_run where status = 'running'")
            died = half.fetchone() is not None
            return tuple(_duckdb_frame(connection, query) for query in queries), died

    @contextmanager
    def _open(self) -> Iterator[Any]:
        import duckdb

        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                connection = connect(self._settings.warehouse)
                break
            except InUse:
                if time.monotonic() >= until:
                    raise
                time.sleep(random.uniform(0.02, 0.06))
        try:
            yield connection
        except duckdb.CatalogException as error:
            text = f"{self._settings.warehouse} lacks a table or view: load it by `python run.py`."
            raise DwError(text) from error
        finally:
            connection.close()


def _duckdb_frame(connection: Any, query: Query) -> pd.DataFrame:
    text = _PARAMETER.sub(r"$\g<name>", query.sql)
    return connection.execute(text, dict(query.parameters)).df()


class SqlServerEngine:
    """Connections through pyodbc; row versioning keeps readers and runs out of each other's way."""

    def __init__(self, connection_string: str) -> None:
        self._connection_string = connection_string

    def running(self) -> RunState | None:
        return None  # readers see committed rows at any time

    def frames(self, queries: Sequence[Query]) -> tuple[tuple[pd.DataFrame, ...], bool]:
        import pyodbc

        try:
            with pyodbc.connect(self._connection_string, readonly=True, timeout=5) as connection:
                cursor = connection.cursor()
                return tuple(_odbc_frame(cursor, query) for query in queries), False
        except pyodbc.Error as error:
            raise DwError(f"The warehouse cannot be read: {error.args[-1]}") from error


def _odbc_frame(cursor: Any, query: Query) -> pd.DataFrame:
    import pandas as pd

    values = dict(query.parameters)
    names = _PARAMETER.findall(query.sql)
    cursor.execute(_PARAMETER.sub("?", query.sql), [values[name] for name in names])
    columns = [column[0] for column in cursor.description]
    frame = pd.DataFrame.from_records(cursor.fetchall(), columns=columns, coerce_float=True)
    return frame


def open_reader(settings: Settings, target: str = "duckdb", odbc: str = "") -> Reader:
    """The reader of a target; `odbc`: the connection string for SQL Server."""
    engine: Engine = SqlServerEngine(odbc) if target == "sqlserver" else DuckDbEngine(settings)
    return Reader(engine)
