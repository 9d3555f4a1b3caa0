"""Which way to SQL Server this machine has: pyodbc with an ODBC driver, or mssql-python.

Microsoft's ODBC Driver 18 comes with the package mssql-python-odbc, so no system package of it is
needed. pyodbc also wants a driver manager: Windows has one, Linux and macOS get it as unixODBC.
mssql-python brings its own and loads in bulk: an optional package (requirements-sqlserver.lock).
"""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ecommerce_dw.errors import DwError

PYODBC, MSSQL_PYTHON = "pyodbc", "mssql-python"
_INSTALLED = re.compile(r"ODBC Driver (\d+) for SQL Server")


@dataclass(frozen=True)
class Driver:
    """`backend`: pyodbc or mssql-python; `odbc`: what pyodbc's DRIVER= takes, a path or a name."""

    backend: str
    odbc: str = ""

    def __str__(self) -> str:
        if self.backend == MSSQL_PYTHON:
            return "mssql-python with the ODBC driver that it brings"
        return f"pyodbc with {self.odbc}"


def find_driver(authentication: str = "sql") -> Driver:
    """The way to use. `DW_SQLSERVER_BACKEND` and `DW_SQLSERVER_DRIVER` decide where they are set.

    ActiveDirectoryDefault is known to mssql-python alone. Raises DwError (2) when there is no way.
    """
    asked = os.environ.get("DW_SQLSERVER_BACKEND", "")
    if asked not in ("", PYODBC, MSSQL_PYTHON):
        raise DwError(f"DW_SQLSERVER_BACKEND is {asked!r}: write {PYODBC} or {MSSQL_PYTHON}.", 2)
    needs_its_own = authentication.lower() == "activedirectorydefault"
    if asked != MSSQL_PYTHON and not (needs_its_own and not asked):
        odbc = odbc_driver()
        if odbc:
            return Driver(PYODBC, odbc)
    if asked != PYODBC and has_mssql_python():
        return Driver(MSSQL_PYTHON)
    raise DwError(
        "There is no driver for SQL Server: install unixODBC (`apt-get install unixodbc`, `brew "
        f"install unixodbc`), or mssql-python by `{sys.executable} -m pip install "
        "--require-hashes -r requirements-sqlserver.lock`.",
        2,
    )


def has_mssql_python() -> bool:
    """Whether the optional package mssql-python is installed."""
    return importlib.util.find_spec("mssql_python") is not None


def odbc_driver() -> str:
    """What pyodbc can use: `DW_SQLSERVER_DRIVER`, else the package's driver, else an installed one.

    Empty where pyodbc cannot be loaded (no driver manager) or finds none.
    """
    try:
        import pyodbc
    except ImportError:
        return ""
    asked = os.environ.get("DW_SQLSERVER_DRIVER")
    if asked:
        return asked
    packaged = packaged_driver()
    return str(packaged) if packaged else newest_installed(pyodbc.drivers())


def newest_installed(names: Sequence[str]) -> str:
    """The newest of Microsoft's drivers among the names of installed ones; empty for none."""
    found = {int(match[1]): match[0] for name in names if (match := _INSTALLED.fullmatch(name))}
    return found[max(found)] if found else ""


def packaged_driver() -> Path | None:
    """The library in the package mssql-python-odbc that fits this machine; None when none does."""
    found = importlib.util.find_spec("mssql_python_odbc")
    if found is None or not found.origin:
        return None
    libraries = Path(found.origin).parent / "libs"
    machine = {"amd64": "x64", "aarch64": "arm64"}.get(platform.machine().lower())
    machines = {platform.machine(), platform.machine().lower(), *([machine] if machine else [])}
    for family in _families():
        for name in sorted(machines):
            for pattern in ("libmsodbcsql*.so*", "libmsodbcsql*.dylib", "msodbcsql*.dll"):
                for file in sorted((libraries / family / name).rglob(pattern)):
                    return file
    return None


def _families() -> list[str]:
    """The package's folders to look in, the best first."""
    system = platform.system()
    if system != "Linux":
        return ["windows" if system == "Windows" else "macos"]
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {}
    words = f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".lower()
    order = ["debian_ubuntu", "rhel", "suse", "alpine"]
    likely = [
        family
        for family, marks in (
            ("alpine", ("alpine",)),
            ("suse", ("suse", "sles")),
            ("rhel", ("rhel", "fedora", "centos")),
        )
        if any(mark in words for mark in marks)
    ]
    return [f"linux/{family}" for family in [*likely, *(f for f in order if f not in likely)]]
