"""`backup`, `restore`, `reset`: copies of the DuckDB warehouse. Nothing is ever deleted."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ecommerce_dw import server_backup
from ecommerce_dw.duckdb_file import connect, plain, set_aside, stamped
from ecommerce_dw.errors import DwError
from ecommerce_dw.load import make_data_folder
from ecommerce_dw.settings import Settings, sql, target_in_use

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console

Counts = dict[str, int]


def backup(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Copies the warehouse, opens the copy and compares the row count of every table."""
    if target_in_use() == "sqlserver":
        return server_backup.backup_server(options, console)
    _refuse_servers()
    if not settings.warehouse.exists():
        raise DwError(f"There is no {settings.warehouse} yet: `python run.py` makes it.")
    folder = (options.folder or settings.data_dir / "backups").absolute()
    copy = stamped(settings.warehouse, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        counts = _checked_copy(settings.warehouse, copy)
    except OSError as error:
        raise _not_written(copy, error) from error
    console.print(_made(copy, counts), highlight=False, soft_wrap=True)
    return 0


def restore(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Puts a checked copy of a backup in place; the present warehouse gets another name."""
    if target_in_use() == "sqlserver":
        return server_backup.restore_server(options, console)
    _refuse_servers()
    if options.file is None:
        raise DwError("Name the backup to put in place.", 2)
    given = options.file.absolute()
    make_data_folder(settings)
    if given == settings.warehouse:
        raise DwError(f"{given} is the warehouse itself: name a backup.", 2)
    ready = stamped(settings.warehouse, settings.data_dir).with_suffix(".restoring")
    try:
        with connect(given) as database:
            if "audit.etl_run" not in row_counts(database):
                raise DwError(
                    f"{given} is no backup of this warehouse: it has no audit.etl_run.", 2
                )
        counts = _checked_copy(given, ready)
        if settings.warehouse.exists():
            aside = set_aside(settings.warehouse)
            console.print(f"The present warehouse is now {aside}.", highlight=False, soft_wrap=True)
        ready.rename(settings.warehouse)
    except OSError as error:
        raise _not_written(settings.warehouse, error) from error
    finally:
        ready.unlink(missing_ok=True)
    console.print(_made(settings.warehouse, counts), highlight=False, soft_wrap=True)
    return 0


def reset(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Sets the warehouse aside after a question, which `--yes` answers."""
    _refuse_servers()
    if not settings.warehouse.exists():
        console.print("There is no warehouse: the next run starts anew anyway.")
        return 0
    if not options.yes:
        if not sys.stdin.isatty():
            raise DwError("reset asks before it does anything: add --yes.", 2)
        answer = console.input(f"Set {settings.warehouse} aside and start anew? [y/N] ")
        if answer.strip().lower() not in ("y", "yes", "s", "sim"):
            console.print("Nothing was changed.")
            return 0
    try:
        aside = set_aside(settings.warehouse)
    except OSError as error:
        raise _not_written(settings.warehouse, error) from error
    console.print(
        f"The warehouse is now {aside}; the next run starts anew.", highlight=False, soft_wrap=True
    )
    return 0


def _refuse_servers() -> None:
    if target_in_use() != "duckdb":
        raise DwError(
            "reset is for the DuckDB files: on SQL Server drop the warehouse's schemas, or restore "
            "a backup (docs/sqlserver.md).",
            2,
        )


def row_counts(database: duckdb.DuckDBPyConnection) -> Counts:
    """Rows of every table, by `schema.table`."""
    tables = database.execute(sql("tables")).fetchall()
    return {
        f"{schema}.{name}": len(database.table(f'"{schema}"."{name}"')) for schema, name in tables
    }


def _checked_copy(original: Path, copy: Path) -> Counts:
    """Copies a database that no other process writes meanwhile; the copy appears when it is proven.

    The open connection keeps writers out. POSIX drops its lock as soon as this process closes any
    handle on the file, as the copying does at its end: the counts are taken before.
    """
    part = copy.with_suffix(".part")
    try:
        with connect(original) as database:
            expected = row_counts(database)
            shutil.copyfile(original, part)
            log = original.with_name(original.name + ".wal")
            if log.exists():
                shutil.copyfile(log, part.with_name(part.name + ".wal"))
        connect(part, read_only=False).close()  # merges the write-ahead log into the copy
        with connect(part) as database:
            found = row_counts(database)
        if found != expected:
            raise DwError(f"The copy of {original} differs from it and was dropped: run it again.")
        part.rename(copy)
    finally:
        part.unlink(missing_ok=True)
        part.with_name(part.name + ".wal").unlink(missing_ok=True)
    return expected


def _not_written(path: Path, error: OSError) -> DwError:
    text = plain(str(error), path) or f"{path} cannot be written ({error.strerror or error})."
    return DwError(text, 2)


def _made(path: Path, counts: Counts) -> str:
    return f"{path}: {len(counts)} tables, {sum(counts.values()):,} rows, checked."
