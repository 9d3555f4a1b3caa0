"""Opening the DuckDB files: what goes wrong there, in plain words."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings
from ecommerce_base.statements import shared

if TYPE_CHECKING:
    import duckdb

_LOCKED = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_LOCKED_ANYHOW = re.compile(r"Could not set lock on file|being used by another process")
_CORRUPT = re.compile(
    r"not a valid DuckDB database file|Corrupt|checksum|[Ff]ailed to deserialize|version number"
    r"|Could not read enough bytes"
)
_FULL = re.compile(r"No space left|File too large|[Oo]ut of disk|not enough space")
_DENIED = re.compile(
    r"Permission denied|Operation not permitted|Is a directory|read-only file system"
    r"|Access is denied",
    re.IGNORECASE,
)


class InUse(DwError):
    """Another process holds the file."""


def connect(path: Path, *, read_only: bool = True) -> duckdb.DuckDBPyConnection:
    """Opens an existing file. Raises DwError when it is missing, locked (InUse) or damaged."""
    import duckdb

    if not path.exists():
        raise DwError(f"There is no {path}.")
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        text = file_words(str(error), path) or f"{path} cannot be opened: {error}"
        kind = InUse if _LOCKED_ANYHOW.search(str(error)) else DwError
        raise kind(text) from error
    return connection


def check_whole(path: Path) -> None:
    """Raises DwError where a file cannot be opened or was cut short.

    DuckDB opens one that was cut short, and fails when it comes to the missing part. With a
    write-ahead log beside it, which may hold more blocks than the file, its length says nothing.
    """
    with contextlib.closing(connect(path)) as connection:
        row = connection.execute(shared("database_bytes")).fetchone()
    if row and path.stat().st_size < row[0] and not path.with_name(path.name + ".wal").exists():
        raise DwError(_damaged(path))


def _damaged(file: Path | str) -> str:
    return (
        f"{file} is damaged or no DuckDB database: move it away, then restore a backup or let "
        "`python run.py` make it again."
    )


def file_words(message: str, path: Path | None = None) -> str | None:
    """A sentence for DuckDB's text on a locked, damaged or forbidden file; None for the rest."""
    file = str(path) if path else _named_file(message)
    if locked := _LOCKED.search(message):
        program = Path(locked["program"]).name
        return (
            f"{file} is in use by process {locked['pid']} ({program}): end that program or wait "
            "for it, then run again."
        )
    if _LOCKED_ANYHOW.search(message):
        return f"{file} is in use by another program: close it, then run again."
    if _FULL.search(message):
        return f"The disk is full while writing {file}: free some space, then run again."
    if _DENIED.search(message):
        return f"{file} cannot be opened: give this user the right to read and write it."
    if _CORRUPT.search(message):
        return _damaged(file)
    return None


def _named_file(message: str) -> str:
    found = re.search(r"""(["'])([^"']*[/\\][^"']*)\1""", message)
    return found[2] if found else "A file"


def wait_until_free(path: Path, seconds: float, say: Callable[[str], None]) -> None:
    """Returns once this process could write the file; raises DwError after `seconds` of waiting."""
    until = time.monotonic() + seconds
    told = False
    while path.exists():
        try:
            connect(path, read_only=False).close()
        except InUse as error:
            if time.monotonic() >= until:
                raise
            if not told:
                say(f"Waiting: {error}")
            told = True
            time.sleep(0.5)
        else:
            return


def check_not_in_use(path: Path) -> None:
    """Merges the write-ahead log. Raises InUse; a damaged file, which nobody uses, passes."""
    try:
        connect(path, read_only=False).close()
    except InUse:
        raise
    except DwError:
        return


def set_aside(path: Path) -> Path:
    """Renames a database that nobody uses to `<name>.<UTC time>.duckdb`; returns the new path."""
    check_not_in_use(path)
    aside = stamped(path, path.parent)
    path.rename(aside)
    log = path.with_name(path.name + ".wal")
    if log.exists():
        log.rename(aside.with_name(aside.name + ".wal"))
    return aside


def stamped(path: Path, folder: Path) -> Path:
    """A new name in `folder`: the file's own with the UTC time before its suffix."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return folder / f"{path.stem}.{moment}{path.suffix}"


def make_data_folder(settings: Settings) -> None:
    """Makes the data folder. Raises DwError (2) when it cannot be made, written or named."""
    for sign, taken in (("?", "the end of a path"), ("\\", "a slash")):
        if sign in str(settings.data_dir) and sign != os.sep:
            raise DwError(
                f"DuckDB takes {sign} for {taken}: name another folder than {settings.data_dir} "
                "in DW_DATA_DIR.",
                2,
            )
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        writable = os.access(settings.data_dir, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise DwError(
            f"The data folder {settings.data_dir} cannot be written: mend its permissions or name "
            "another one in DW_DATA_DIR.",
            2,
        )


def lock_wait() -> float:
    """`DW_LOCK_WAIT`: seconds to wait for a database that another process uses."""
    text = os.environ.get("DW_LOCK_WAIT", "30")
    try:
        return float(text)
    except ValueError:
        raise DwError(f"DW_LOCK_WAIT is {text!r}: give a number of seconds.", 2) from None
