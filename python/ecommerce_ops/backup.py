"""`backup`, `restore`, `reset`: copies of the DuckDB warehouse. Nothing is ever deleted."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecommerce_base.commands import Command, Launch, target_option
from ecommerce_base.duckdb_file import connect, file_words, make_data_folder, set_aside, stamped
from ecommerce_base.errors import DwError
from ecommerce_base.settings import on_server
from ecommerce_base.statements import shared, sql_beside

if TYPE_CHECKING:
    import duckdb

Counts = dict[str, int]
sql = sql_beside(__file__)


_databases = click.option(
    "--database", "databases", multiple=True, metavar="D", help="SQL Server: which (DW_ECOMMERCE)"
)


@click.command(cls=Command)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--full", is_flag=True, help="SQL Server: all of it")
@click.option("--log", is_flag=True, help="SQL Server: only the log")
@_databases
@target_option
@click.pass_obj
def backup(
    launch: Launch, folder: Path | None, full: bool, log: bool, databases: tuple[str, ...]
) -> int:
    """Make a checked copy of the warehouse, in FOLDER (the data folder's backups/)."""
    if full and log:
        raise DwError("Use --full or --log, not both.", 2)
    settings = launch.settings
    if on_server():
        from ecommerce_server import backup as server

        return server.back_up(launch, folder, databases, full=full, log=log)
    _refuse_options({"--full": full, "--log": log, "--database": databases})
    if not settings.warehouse.exists():
        raise DwError(f"There is no {settings.warehouse} yet: `python run.py` makes it.")
    folder = (folder or settings.data_dir / "backups").absolute()
    copy = stamped(settings.warehouse, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        counts = _checked_copy(settings.warehouse, copy)
    except OSError as error:
        raise _not_written(copy, error) from error
    launch.say(_made(copy, counts))
    return 0


@click.command(cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--folder", type=click.Path(path_type=Path), help="SQL Server: the backups")
@click.option("--until", metavar="TS", help="SQL Server: as of this moment")
@click.option("--force", is_flag=True, help="SQL Server: even if the newest changes get lost")
@_databases
@target_option
@click.pass_obj
def restore(
    launch: Launch,
    file: Path | None,
    folder: Path | None,
    until: str | None,
    force: bool,
    databases: tuple[str, ...],
) -> int:
    """Put a backup in place: FILE, a DuckDB backup; the present warehouse is set aside."""
    settings = launch.settings
    if on_server():
        from ecommerce_server import backup as server

        if file is not None:
            raise DwError("FILE is for DuckDB: on SQL Server name --folder.", 2)
        return server.restore(launch, folder, databases, until=until, force=force)
    _refuse_options(
        {"--folder": folder, "--until": until, "--force": force, "--database": databases}
    )
    if file is None:
        raise DwError("Name the backup to put in place.", 2)
    given = file.absolute()
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
            launch.say(f"The present warehouse is now {aside}.")
            _tell_erased(aside, launch)
        ready.rename(settings.warehouse)
    except OSError as error:
        raise _not_written(settings.warehouse, error) from error
    finally:
        ready.unlink(missing_ok=True)
    launch.say(_made(settings.warehouse, counts))
    return 0


@click.command(cls=Command)
@click.option("--yes", is_flag=True, help="do not ask")
@target_option
@click.pass_obj
def reset(launch: Launch, yes: bool) -> int:
    """Set the warehouse aside, so that the next run starts anew."""
    settings = launch.settings
    if on_server():
        raise DwError(
            "reset is for the DuckDB files: on SQL Server drop the warehouse's schemas, or restore "
            "a backup (docs/sqlserver.md).",
            2,
        )
    if not settings.warehouse.exists():
        launch.say("There is no warehouse: the next run starts anew anyway.")
        return 0
    if not yes:
        if not sys.stdin.isatty():
            raise DwError("reset asks before it does anything: add --yes.", 2)
        launch.say(f"Set {settings.warehouse} aside and start anew? [y/N]")
        answer = input()
        if answer.strip().lower() not in ("y", "yes", "s", "sim"):
            launch.say("Nothing was changed.")
            return 0
    try:
        aside = set_aside(settings.warehouse)
    except OSError as error:
        raise _not_written(settings.warehouse, error) from error
    launch.say(f"The warehouse is now {aside}; the next run starts anew.")
    _tell_erased(aside, launch)
    return 0


def _tell_erased(aside: Path, launch: Launch) -> None:
    """Who was erased in a warehouse that was set aside: the one in its place may show them."""
    import duckdb

    try:
        with connect(aside) as database:
            erased = database.execute(sql("erased")).fetchall()
    except (duckdb.CatalogException, DwError):  # of an older version; or damaged
        return
    if erased:
        words = " ".join(f"--cliente {customer}" for (customer,) in erased)
        launch.say(
            "Customers had been erased in it. After the next run, if the source is the same: "
            f"`python run.py privacy erase {words}`."
        )


def _refuse_options(given: Mapping[str, object]) -> None:
    for option, value in given.items():
        if value:
            raise DwError(f"{option} is for SQL Server: add --target sqlserver.", 2)


def row_counts(database: duckdb.DuckDBPyConnection) -> Counts:
    """Rows of every table, by `schema.table`."""
    tables = database.execute(shared("tables")).fetchall()
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
    text = file_words(str(error), path) or f"{path} cannot be written ({error.strerror or error})."
    return DwError(text, 2)


def _made(path: Path, counts: Counts) -> str:
    return f"{path}: {len(counts)} tables, {sum(counts.values()):,} rows, checked."
