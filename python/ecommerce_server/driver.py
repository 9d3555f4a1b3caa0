"""Which way to SQL Server this machine has: pyodbc with an ODBC driver, or mssql-python.

Microsoft's drivers come with packages, but for macOS. In this order:

1. pyodbc with ODBC Driver 18: wants a driver manager, which Windows has; elsewhere it is unixODBC.
2. mssql-python with ODBC Driver 18: wants what that driver links to, libltdl and Kerberos.
3. mssql-python with mssql-odbc, Microsoft's next driver, a preview: wants OpenSSL 3 alone.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ecommerce_base.errors import DwError

PYODBC, MSSQL_PYTHON = "pyodbc", "mssql-python"
PREVIEW = "mssql-odbc"
# mssql-python reads it before the first connection of a process.
PROVIDER = "MSSQL_PYTHON_NATIVE_PROVIDER"
_INSTALLED = re.compile(r"ODBC Driver (\d+) for SQL Server")
_LIBRARIES = (
    "install what it links to (Debian, Ubuntu: `apt-get install libltdl7 libkrb5-3 "
    "libgssapi-krb5-2`; Red Hat: `dnf install libtool-ltdl krb5-libs`)"
)
_MEND = {
    "Linux": f"for ODBC Driver 18 {_LIBRARIES}",
    "Darwin": "install ODBC Driver 18 from Microsoft's Homebrew tap (msodbcsql18), which brings "
    "unixODBC too",
}


@dataclass(frozen=True)
class Driver:
    """`backend`: pyodbc or mssql-python; `odbc`: what pyodbc's DRIVER= takes, a path or a name."""

    backend: str
    odbc: str = ""
    preview: bool = False

    def __str__(self) -> str:
        if self.preview:
            return f"mssql-python with {PREVIEW}, a preview; for ODBC Driver 18 {_LIBRARIES}"
        if self.backend == MSSQL_PYTHON:
            return "mssql-python with the ODBC driver that it brings"
        return f"pyodbc with {self.odbc}"

    def export(self) -> None:
        """Tells this process's dbt and mssql-python; ahead of the first connection."""
        os.environ["DW_SQLSERVER_BACKEND"] = self.backend
        os.environ["DW_SQLSERVER_DRIVER"] = self.odbc or "unused"
        self.choose_provider()

    def choose_provider(self) -> None:
        """Tells mssql-python which of its drivers to load; it listens but once a process."""
        if self.preview:
            os.environ[PROVIDER] = PREVIEW


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
    if asked != PYODBC and (own := mssql_python()):
        return own
    if asked:
        raise DwError(f"{asked} can load no driver here: leave DW_SQLSERVER_BACKEND out.", 2)
    mend = _MEND.get(platform.system(), "delete the Python environment and start run.py again")
    raise DwError(f"This machine can load no driver for SQL Server: {mend}.", 2)


def mssql_python() -> Driver | None:
    """The package mssql-python with the better of its drivers that load; None without one.

    `MSSQL_PYTHON_NATIVE_PROVIDER` decides where it is set.
    """
    if importlib.util.find_spec("mssql_python") is None:
        return None
    asked = os.environ.get(PROVIDER, "").strip().lower()
    if asked != PREVIEW and loads(packaged_driver()):
        return Driver(MSSQL_PYTHON)
    if asked in ("", PREVIEW) and loads(preview_driver()):
        return Driver(MSSQL_PYTHON, preview=True)
    return None


def loads(library: Path | None) -> bool:
    """Whether the system can load a library, with all that it links to.

    On Windows nothing is tried: the packages bring there what their drivers link to.
    """
    if library is None or platform.system() == "Windows":
        return library is not None
    try:
        ctypes.CDLL(str(library))
    except OSError:
        return False
    return True


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
    # Windows' driver manager takes the names of installed drivers alone.
    packaged = None if platform.system() == "Windows" else packaged_driver()
    return str(packaged) if loads(packaged) else newest_installed(pyodbc.drivers())


def newest_installed(names: Sequence[str]) -> str:
    """The newest of Microsoft's drivers among the names of installed ones; empty for none."""
    found = {int(match[1]): match[0] for name in names if (match := _INSTALLED.fullmatch(name))}
    return found[max(found)] if found else ""


def packaged_driver() -> Path | None:
    """The library in the package mssql-python-odbc that fits this machine; None when none does."""
    names = ("libmsodbcsql*.so*", "libmsodbcsql*.dylib", "msodbcsql*.dll")
    return _library("mssql_python_odbc", _families(), names)


def preview_driver() -> Path | None:
    """The library of mssql-odbc, which takes ODBC Driver 18's place on Linux; None elsewhere."""
    return _library("mssql_py_core", ["linux/glibc"], ("mssqlodbc.so",))


def _library(package: str, families: Sequence[str], patterns: Sequence[str]) -> Path | None:
    found = importlib.util.find_spec(package)
    if found is None or not found.origin:
        return None
    libraries = Path(found.origin).parent / "libs"
    machine = {"amd64": "x64", "aarch64": "arm64"}.get(platform.machine().lower())
    machines = {platform.machine(), platform.machine().lower(), *([machine] if machine else [])}
    for family in families:
        for name in sorted(machines):
            for pattern in patterns:
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
