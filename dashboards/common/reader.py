"""Read access for dashboards and tools: one call gives figures of one moment, on any engine.

DuckDB lets one process write or many read. So each call opens the file, reads, and closes it; while
a run holds it, the last figures read are given again and say so (docs/decisions/010). A run that
died holds nothing: what it left is read, and said to be that. Answers are kept until the warehouse
changes: most calls do not open it at all.
"""

from __future__ import annotations

import random
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dashboards.common.query import Query, bases, for_duckdb, sql_server_statements
from ecommerce_base.duckdb_file import InUse, connect
from ecommerce_base.errors import DwError
from ecommerce_base.running import RunState, running
from ecommerce_base.settings import Settings, target_in_use
from ecommerce_base.statements import shared

if TYPE_CHECKING:
    import pandas as pd

    from ecommerce_server.connection import Login

WAIT_SECONDS = 0.5
VERSION_SECONDS = 1.5
"""For so long one look at what a warehouse holds serves every session of this process."""
KEPT = 512

_DEAD_RUN = Query("select execucao_morta from vw.vw_referencia where execucao_morta is not null")


class Stale(StrEnum):
    """Why figures are not of now."""

    RUNNING = "A run is loading the warehouse."
    IN_USE = "Another process holds the warehouse."
    DIED = "The last run died before its end: start it again."


@dataclass(frozen=True)
class Answer:
    """One frame per query, all of one moment. `stale`: why they may not be trusted as of now."""

    frames: tuple[pd.DataFrame, ...]
    read_at: datetime
    stale: Stale | None = None
    run: RunState | None = None


class Missing(DwError):
    """There is no warehouse yet."""


class Outdated(DwError):
    """The warehouse was loaded by an earlier version: it lacks a table or view."""


class Busy(DwError):
    """The warehouse is being written and there is no earlier answer; `run` is where the run is."""

    def __init__(self, message: str, run: RunState | None = None) -> None:
        super().__init__(message)
        self.run = run


class Engine(Protocol):
    """What differs between DuckDB and SQL Server for a reader."""

    def running(self) -> RunState | None:
        """The run that wants the warehouse for itself, if there is one."""
        ...

    cheap_version: bool
    """Whether `version` asks nobody."""

    def version(self) -> Version:
        """What the warehouse holds now, at next to no cost. Raises DwError."""
        ...

    def frames(self, queries: Sequence[Query]) -> tuple[tuple[pd.DataFrame, ...], Stale | None]:
        """The frames, all of one moment, and what is to be said of a run open then.

        Raises InUse, Missing, Outdated, DwError.
        """
        ...


@dataclass(frozen=True)
class Version:
    """`content`: another value whenever the warehouse has changed; None when that is not known.

    `open`: a run is loading it and reading has to wait for nobody, so that it is not asked.
    """

    content: Hashable
    open: bool = False


@dataclass(frozen=True)
class _Kept:
    answer: Answer
    version: Version
    read: float


class Reader:
    """Answers queries; keeps the answers until the warehouse changes. Safe for many threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[tuple[Query, ...], _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._seen: tuple[float, Version] | None = None

    def read(self, *queries: Query, max_age: float | None = None) -> Answer:
        """Runs the queries on one connection, or gives their last answer when nothing changed.

        `max_age`: seconds after which they are asked anew all the same; for queries that look at
        the clock. Raises Busy, Missing, Outdated, or DwError with what to do.
        """
        run = self._engine.running()
        if run is not None:
            return self._earlier(queries, Stale.RUNNING, run)
        # Taken before the read: should the warehouse change now, the next call asks anew.
        version = self._version()
        kept = self._find(queries)
        if kept and version.open:
            return replace(kept.answer, stale=Stale.RUNNING)
        young = kept and (max_age is None or time.monotonic() - kept.read < max_age)
        if kept and young and version.content is not None and kept.version == version:
            return kept.answer
        try:
            frames, stale = self._engine.frames(queries)
        except InUse:
            run = self._engine.running()
            return self._earlier(queries, Stale.RUNNING if run else Stale.IN_USE, run)
        if kept and stale is Stale.RUNNING:  # it began after the look
            return replace(kept.answer, stale=stale)
        answer = Answer(frames, datetime.now(UTC), stale)
        with self._lock:
            self._kept[queries] = _Kept(answer, version, time.monotonic())
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return answer

    def running(self) -> RunState | None:
        """The run that is under way, as far as it can be seen without reading."""
        return self._engine.running()

    def version(self) -> Hashable:
        """Another value whenever the warehouse has changed."""
        return self._version()

    def _version(self) -> Version:
        """The engine's, asked once for all sessions in VERSION_SECONDS where it costs something."""
        if self._engine.cheap_version:
            return self._engine.version()
        with self._looking:
            if self._seen is None or time.monotonic() - self._seen[0] > VERSION_SECONDS:
                found = self._engine.version()
                self._seen = time.monotonic(), found
            return self._seen[1]

    def _find(self, queries: tuple[Query, ...]) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(queries)
            if kept:
                self._kept.move_to_end(queries)
            return kept

    def _earlier(self, queries: tuple[Query, ...], why: Stale, run: RunState | None) -> Answer:
        kept = self._find(queries)
        if kept is None:
            raise Busy(why, run)
        return replace(kept.answer, stale=why, run=run)


class DuckDbEngine:
    """Short read-only connections to the warehouse file."""

    cheap_version = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def running(self) -> RunState | None:
        return running(self._settings.data_dir)

    def version(self) -> Version:
        file = self._settings.warehouse
        return Version((_identity(file), _identity(file.with_name(file.name + ".wal"))))

    def frames(self, queries: Sequence[Query]) -> tuple[tuple[pd.DataFrame, ...], Stale | None]:
        with self._open() as connection:
            half = connection.execute("select 1 from audit.etl_run where status = 'running'")
            # Nobody writes while the file is open for reading: such a run is dead.
            died = Stale.DIED if half.fetchone() else None
            for name, base in bases(queries).items():
                text, values = for_duckdb(base)
                connection.execute(f"create temp table {name} as {text}", values)
            return tuple(_duckdb_frame(connection, query) for query in queries), died

    @contextmanager
    def _open(self) -> Iterator[Any]:
        import duckdb

        if not self._settings.warehouse.exists():
            text = f"There is no {self._settings.warehouse} yet: `python run.py` makes it."
            raise Missing(text)
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
            # It groups by a key that is nearly unique before the joins: four times slower here.
            connection.execute("set disabled_optimizers = 'partial_aggregate_pushdown'")
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            text = f"{self._settings.warehouse} lacks a table or column: `python run.py` makes it."
            raise Outdated(text) from error
        finally:
            connection.close()


def _identity(file: Path) -> Hashable:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _duckdb_frame(connection: Any, query: Query) -> pd.DataFrame:
    return connection.execute(*for_duckdb(query)).df()


class SqlServerEngine:
    """Short connections with snapshot isolation: all answers of a call are of one moment.

    The database needs `alter database DW_ECOMMERCE set allow_snapshot_isolation on`.
    """

    cheap_version = False

    def __init__(self, login: Login) -> None:
        self._login = login

    def running(self) -> RunState | None:
        return None  # a run does not keep readers away

    def version(self) -> Version:
        (last, dead), _ = self.frames([Query(shared("newest_run")), _DEAD_RUN])
        open_run = bool(last["em_curso"].iloc[0]) and dead.empty
        return Version(tuple(last.itertuples(index=False, name=None)), open_run)

    def frames(self, queries: Sequence[Query]) -> tuple[tuple[pd.DataFrame, ...], Stale | None]:
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                return self._frames(queries)
            except Outdated:  # a run may be making the view anew: then it is back in a moment
                if time.monotonic() >= until:
                    raise
                time.sleep(0.1)

    def _frames(self, queries: Sequence[Query]) -> tuple[tuple[pd.DataFrame, ...], Stale | None]:
        from ecommerce_server.connection import WAREHOUSE, connected

        try:
            with connected(WAREHOUSE, login=self._login, autocommit=False) as connection:
                cursor = connection.cursor()
                cursor.execute("set transaction isolation level snapshot")
                cursor.execute("select count(*) from audit.etl_run where status = 'running'")
                stale = None
                if cursor.fetchone()[0]:
                    cursor.execute(_DEAD_RUN.sql)
                    stale = Stale.DIED if cursor.fetchone() else Stale.RUNNING
                statements = sql_server_statements(queries)
                for statement in statements[: -len(queries)]:
                    _answer(cursor, *statement)
                asked = statements[-len(queries) :]
                return tuple(server_frame(cursor, *statement) for statement in asked), stale
        except DwError as error:
            words = str(error.__cause__)
            # A run made a view or table anew meanwhile (3961): the catalog has no earlier version.
            if "Snapshot isolation transaction failed" in words:
                raise InUse("A run is changing what was read: ask again.") from error
            if "Invalid object name" in words:
                load = "`python run.py --target sqlserver` loads it."
                if "audit.etl_run'" in words:
                    raise Missing(f"There is no warehouse on the server yet: {load}") from error
                raise Outdated(f"The warehouse lacks a table or view: {load}") from error
            raise


def _answer(cursor: Any, text: str, values: Sequence[Any]) -> None:
    cursor.execute(text, values) if values else cursor.execute(text)


def server_frame(cursor: Any, text: str, values: Sequence[Any] = ()) -> pd.DataFrame:
    """The answer, each column of the type that the cursor tells, also where no row or value is."""
    import pandas as pd

    _answer(cursor, text, values)
    names = [column[0] for column in cursor.description]
    rows = [tuple(row) for row in cursor.fetchall()]
    frame = pd.DataFrame.from_records(rows, columns=names, coerce_float=True)
    for name, described in zip(names, cursor.description, strict=True):
        if frame[name].isna().all():  # an empty column too
            frame[name] = frame[name].astype(_dtype(described[1], rows))
    return frame


def _dtype(kind: Any, rows: Sequence[Any]) -> str:
    """A column's, by the Python type that PEP 249's description tells; NULLs make ints floats."""
    if not isinstance(kind, type):
        return "object"
    if issubclass(kind, (bool, int)) and not rows:
        return "bool" if issubclass(kind, bool) else "int64"
    if issubclass(kind, (bool, int, float, Decimal)):
        return "float64"
    return "datetime64[us]" if issubclass(kind, date) else "object"


def open_reader(settings: Settings) -> Reader:
    """The reader of the target that `DW_TARGET` names (default: duckdb). Raises DwError (2)."""
    if target_in_use() == "sqlserver":
        from ecommerce_server.connection import login_from_environment

        return Reader(SqlServerEngine(login_from_environment(reading=True)))
    return Reader(DuckDbEngine(settings))
