"""Making a source file: beside its target first, moved into place when it is complete."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ecommerce_base.duckdb_file import check_not_in_use, file_words
from ecommerce_base.errors import DwError

MEMORY_LIMIT = "4GB"


@contextmanager
def new_source(path: Path, force: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a new database that replaces `path` when the block ends without an error.

    Whatever goes wrong leaves the former file as it was. Raises DwError when `path` exists and
    `force` is not set, when the former file is in use, and when the folder cannot be written.
    """
    if path.exists():
        if not force:
            raise DwError(
                f"{path} already holds a source: add --force to replace it by a new one.",
                exit_code=2,
            )
        check_not_in_use(path)
    temporary = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if temporary.exists():  # a killed process left it, or another one is at work
            check_not_in_use(temporary)
            _remove(temporary)
        connection = duckdb.connect(str(temporary))
    except (OSError, duckdb.Error) as error:
        raise DwError(
            file_words(str(error), path) or f"{path.parent} cannot be written: {first_line(error)}",
            exit_code=1,
        ) from error
    try:
        with failures(path, "The source could not be made"):
            with contextlib.closing(connection):
                spill(connection, _spilled(temporary))
                yield connection
                connection.execute("checkpoint")
            if path.exists():
                check_not_in_use(path)
                _wal(path).unlink(missing_ok=True)
            temporary.replace(path)
    except OSError as error:
        raise DwError(f"The source could not be written to {path}: {error}") from error
    finally:
        _remove(temporary)


@contextmanager
def failures(path: Path, what: str) -> Iterator[None]:
    """DuckDB's errors on a file as a sentence: of the file or disk, else `what` and its own words.

    Raises DwError.
    """
    try:
        yield
    except duckdb.Error as error:
        raise DwError(file_words(str(error), path) or f"{what}: {first_line(error)}") from error


def spill(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Bounds the memory of a connection; what does not fit goes into the folder."""
    connection.execute("set memory_limit = ?", [MEMORY_LIMIT])
    connection.execute("set temp_directory = ?", [str(folder)])


def first_line(error: Exception) -> str:
    """What went wrong, without the statement that DuckDB prints below it."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _spilled(path: Path) -> Path:
    return path.with_name(f"{path.name}.tmp")


def _remove(temporary: Path) -> None:
    temporary.unlink(missing_ok=True)
    _wal(temporary).unlink(missing_ok=True)
    shutil.rmtree(_spilled(temporary), ignore_errors=True)
