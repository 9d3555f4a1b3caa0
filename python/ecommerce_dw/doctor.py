"""`doctor`: what this machine and the data files are like, and how to mend what is wrong."""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from ecommerce_dw.duckdb_file import connect
from ecommerce_dw.errors import DwError
from ecommerce_dw.load import make_data_folder
from ecommerce_dw.settings import ENTITIES, Settings, sql, target_in_use

if TYPE_CHECKING:
    from rich.console import Console

_FREE_GIB = 1
_PINNED = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[.*?\])?==(?P<version>[^\s;\\]+)\s*(?:;(?P<marker>[^\\]+))?"
)


@dataclass(frozen=True)
class Finding:
    """One checked thing; `mend` says what to do when it is not ok."""

    name: str
    ok: bool
    detail: str
    mend: str = ""


def doctor(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Prints one line per check; returns 1 when one fails."""
    if target_in_use() == "sqlserver":
        from ecommerce_dw.sqlserver.checks import checks

        findings = [_python(settings), _packages(settings), *(Finding(*c) for c in checks())]
    else:
        findings = [check(settings) for check in CHECKS]
    for finding in findings:
        mark = "[green]ok  [/]" if finding.ok else "[red]FAIL[/]"
        mend = "" if finding.ok or not finding.mend else f"\n       {finding.mend}"
        console.print(f"{mark} {finding.name}: ", end="")
        console.print(f"{finding.detail}{mend}", highlight=False, markup=False, soft_wrap=True)
    return 0 if all(finding.ok for finding in findings) else 1


def _python(settings: Settings) -> Finding:
    return Finding(
        "Python",
        sys.version_info >= (3, 11),
        f"{platform.python_version()} on {platform.platform(terse=True)}",
        "Start run.py with Python 3.11 or newer.",
    )


def _packages(settings: Settings) -> Finding:
    wrong = list(wrong_packages(settings.root / "requirements.lock"))
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("dbt-core", "duckdb"))
    return Finding(
        "Environment",
        not wrong,
        f"not as locked: {', '.join(wrong)}"
        if wrong
        else f"as locked ({versions}), in {sys.prefix}",
        f"Delete {sys.prefix} and start run.py: it makes the environment again.",
    )


def wrong_packages(lock: Path) -> list[str]:
    """The packages whose installed version is not the locked one, as `name (installed)`."""
    from packaging.markers import Marker

    wrong = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        pinned = _PINNED.match(line)
        if not pinned or (pinned["marker"] and not Marker(pinned["marker"].strip()).evaluate()):
            continue
        try:
            installed = metadata.version(pinned["name"])
        except metadata.PackageNotFoundError:
            installed = "missing"
        if installed != pinned["version"]:
            wrong.append(f"{pinned['name']} ({installed})")
    return wrong


def _folder(settings: Settings) -> Finding:
    try:
        make_data_folder(settings)
    except DwError as error:
        return Finding("Data folder", False, str(error))
    free = shutil.disk_usage(settings.data_dir).free / 2**30
    return Finding(
        "Data folder",
        free >= _FREE_GIB,
        f"{settings.data_dir}, writable, {free:.1f} GiB free",
        f"Free at least {_FREE_GIB} GiB there, or name another folder in DW_DATA_DIR.",
    )


def _source(settings: Settings) -> Finding:
    return _database(
        "Source",
        settings.source,
        {f"core.{table}" for table in _source_tables()},
        "source init --force",
    )


def _source_tables() -> tuple[str, ...]:
    from ecommerce_dw.source.schema import TABLES

    return TABLES


def _warehouse(settings: Settings) -> Finding:
    tables = {f"{name.split('_')[0]}.{name}" for name in ENTITIES} | {"audit.etl_run"}
    return _database("Warehouse", settings.warehouse, tables, "--full-refresh")


def _database(name: str, path: Path, expected: set[str], command: str) -> Finding:
    """A database that is absent is made by the next run, and so is ok."""
    if not path.exists():
        return Finding(name, True, f"not there yet, the next run makes it ({path})")
    try:
        with connect(path) as database:
            rows = database.execute(sql("tables")).fetchall()
    except DwError as error:
        return Finding(name, False, str(error))
    missing = sorted(expected - {f"{schema}.{table}" for schema, table in rows})
    size = path.stat().st_size / 2**20
    return Finding(
        name,
        not missing,
        f"{path} lacks {', '.join(missing)}"
        if missing
        else f"{path}, {size:,.1f} MiB, {len(rows)} tables, not in use",
        f"Run `python run.py {command}`.",
    )


def _last_run(settings: Settings) -> Finding:
    name = "Last run"
    if not settings.warehouse.exists():
        return Finding(name, True, "none yet")
    try:
        with connect(settings.warehouse) as database:
            if ("audit", "etl_run") not in database.execute(sql("tables")).fetchall():
                return Finding(name, True, "none yet")
            last = database.execute(sql("last_run")).fetchone()
    except DwError as error:
        return Finding(name, False, str(error))
    if last is None:
        return Finding(name, True, "none yet")
    run_id, status, started, cutoff, problem = last
    return Finding(
        name,
        status == "success",
        f"run {run_id} of {started:%Y-%m-%d %H:%M} UTC, {status}, source as of {cutoff}"
        + (f": {problem.splitlines()[0]}" if problem else ""),
        f"Mend that, then run `python run.py`; dbt's log is {settings.log}.",
    )


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    _python,
    _packages,
    _folder,
    _source,
    _warehouse,
    _last_run,
)
