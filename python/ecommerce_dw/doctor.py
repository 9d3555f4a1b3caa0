"""`doctor`: what this machine and the data files are like, and how to mend what is wrong."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path

import click

from ecommerce_base.commands import Check, Command, Launch, target_option
from ecommerce_base.duckdb_file import connect, file_words, make_data_folder
from ecommerce_base.errors import DwError
from ecommerce_base.settings import ENTITIES, Settings, can_write, on_server
from ecommerce_base.statements import shared
from ecommerce_server.warehouse import ask_warehouse, last_run

_FREE_GIB = 1


@click.command(cls=Command)
@target_option
@click.pass_obj
def doctor(launch: Launch) -> int:
    """Check this machine, the data files or the server; say how to mend what is wrong."""
    settings = launch.settings
    if on_server():
        from ecommerce_server.checks import checks

        findings = [_python(settings), _packages(settings), _made(settings), *checks()]
    else:
        findings = [check(settings) for check in CHECKS]
    for finding in findings:
        mark = "[green]ok  [/]" if finding.ok else "[red]FAIL[/]"
        mend = "" if finding.ok or not finding.mend else f"\n       {finding.mend}"
        launch.console.print(f"{mark} {finding.name}: ", end="")
        launch.say(f"{finding.detail}{mend}")
    return 0 if all(finding.ok for finding in findings) else 1


def _python(settings: Settings) -> Check:
    return Check(
        "Python",
        sys.version_info >= (3, 11),
        f"{platform.python_version()} on {platform.platform(terse=True)}, "
        f"writes {sys.stdout.encoding}",
        "Start run.py with Python 3.11 or newer.",
    )


def _packages(settings: Settings) -> Check:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("dbt-core", "duckdb"))
    note = Path(sys.prefix, ".dw-lock")
    if not note.exists():  # `pip install .`, in an environment that is its owner's
        return Check("Environment", True, f"{versions}, in {sys.prefix}, which run.py did not make")
    names = [line.partition(" ")[0] for line in note.read_text(encoding="utf-8").splitlines()]
    locks = [settings.root / "requirements" / f"{name}.lock" for name in names]
    wrong = [package for lock in locks if lock.exists() for package in wrong_packages(lock)]
    return Check(
        "Environment",
        not wrong,
        f"not as locked: {', '.join(wrong)}"
        if wrong
        else f"as locked ({versions}), in {sys.prefix}",
        f"Delete {sys.prefix} and start run.py: it makes the environment again.",
    )


def wrong_packages(lock: Path) -> list[str]:
    """The packages whose installed version is not the locked one, as `name (installed)`."""
    from packaging.requirements import Requirement

    wrong = []
    lines = lock.read_text(encoding="utf-8").splitlines()
    for locked in (Requirement(line.rstrip(" \\")) for line in lines if "==" in line):
        if locked.marker and not locked.marker.evaluate():
            continue
        try:
            installed = metadata.version(locked.name)
        except metadata.PackageNotFoundError:
            installed = "missing"
        if f"=={installed}" != str(locked.specifier):
            wrong.append(f"{locked.name} ({installed})")
    return wrong


def _folder(settings: Settings) -> Check:
    try:
        make_data_folder(settings)
    except DwError as error:
        return Check("Data folder", False, str(error))
    free = shutil.disk_usage(settings.data_dir).free / 2**30
    return Check(
        "Data folder",
        free >= _FREE_GIB,
        f"{settings.data_dir}, writable, {free:.1f} GiB free{_told_to_dbt(settings)}",
        f"Free at least {_FREE_GIB} GiB there, or name another folder in DW_DATA_DIR.",
    )


def _told_to_dbt(settings: Settings) -> str:
    """Where the launcher takes a folder that bare dbt cannot."""
    if "#" not in str(settings.data_dir):
        return ""
    return "; dbt alone takes no # in DW_DATA_DIR: use `python run.py --select`"


def _made(settings: Settings) -> Check:
    folders = (settings.target, settings.log.parent)
    closed = [str(folder) for folder in folders if not can_write(folder)]
    return Check(
        "dbt's files",
        not closed,
        f"not writable: {', '.join(closed)}" if closed else ", ".join(map(str, folders)),
        "Mend the permissions there, or name others in DBT_TARGET_PATH and DBT_LOG_PATH.",
    )


def _source(settings: Settings) -> Check:
    from ecommerce_shop.schema import TABLES

    tables = {f"core.{table}" for table in TABLES}
    return _database("Source", settings.source, tables, "source init --force")


def _warehouse(settings: Settings) -> Check:
    tables = {f"{name.split('_')[0]}.{name}" for name in ENTITIES} | {"audit.etl_run"}
    found = _database("Warehouse", settings.warehouse, tables, "--full-refresh")
    if found.ok and settings.warehouse.exists() and not os.access(settings.warehouse, os.W_OK):
        told = f"{settings.warehouse} cannot be written"
        return Check("Warehouse", False, told, "Give this user the right to write it.")
    return found


def _database(name: str, path: Path, expected: set[str], command: str) -> Check:
    """A database that is absent is made by the next run, and so is ok."""
    try:
        if not path.exists():
            return Check(name, True, f"not there yet, the next run makes it ({path})")
        with connect(path) as database:
            rows = database.execute(shared("tables")).fetchall()
    except (DwError, OSError) as error:
        return Check(name, False, file_words(str(error), path) or str(error))
    missing = sorted(expected - {f"{schema}.{table}" for schema, table in rows})
    size = path.stat().st_size / 2**20
    return Check(
        name,
        not missing,
        f"{path} lacks {', '.join(missing)}"
        if missing
        else f"{path}, {size:,.1f} MiB, {len(rows)} tables, not in use",
        f"Run `python run.py {command}`.",
    )


def _last_run(settings: Settings) -> Check:
    try:
        if not settings.warehouse.exists():
            return Check("Last run", True, "none yet")
        mend = f"Mend that, then run `python run.py`; dbt's log is {settings.log}."
        return last_run(partial(ask_warehouse, settings), mend)
    except (DwError, OSError) as error:
        return Check("Last run", False, file_words(str(error), settings.warehouse) or str(error))


CHECKS: tuple[Callable[[Settings], Check], ...] = (
    _python,
    _packages,
    _folder,
    _made,
    _source,
    _warehouse,
    _last_run,
)
