"""Making a source file: beside its target first, moved into place when it is complete."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ecommerce_base.duckdb_file import connect, file_words
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
        _check_not_in_use(path)
    temporary = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if temporary.exists():  # a killed process left it, or another one is at work
            _check_not_in_use(temporary)
            _remove(temporary)
        connection = duckdb.connect(str(temporary))
    except (OSError, duckdb.Error) as error:
        raise DwError(
            file_words(str(error), path) or f"{path.parent} cannot be written: {first_line(error)}",
            exit_code=1,
        ) from error
    try:
        try:
            connection.execute("set memory_limit = ?", [MEMORY_LIMIT])
            connection.execute("set temp_directory = ?", [str(_spill(temporary))])
            yield connection
            connection.execute("checkpoint")
        finally:
            connection.close()
        if path.exists():
            _check_not_in_use(path)
            _wal(path).unlink(missing_ok=True)
        temporary.replace(path)
    except duckdb.Error as error:
        raise DwError(
            file_words(str(error), path) or f"The source could not be made: {first_line(error)}"
        ) from error
    except OSError as error:
        raise DwError(f"The source could not be written to {path}: {error}") from error
    finally:
        _remove(temporary)


def first_line(error: Exception) -> str:
    """What went wrong, without the statement that DuckDB prints below it."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _spill(path: Path) -> Path:
    return path.with_name(f"{path.name}.tmp")


def _remove(temporary: Path) -> None:
    temporary.unlink(missing_ok=True)
    _wal(temporary).unlink(missing_ok=True)
    shutil.rmtree(_spill(temporary), ignore_errors=True)


def _check_not_in_use(path: Path) -> None:
    """Raises DwError when another process holds the file. A damaged one may be replaced."""
    try:
        connect(path, read_only=False).close()
    except DwError as error:
        if "is in use" in str(error):
            raise
