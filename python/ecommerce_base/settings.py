"""Where things are, and what they are called."""

from __future__ import annotations

import getpass
import os
import re
import shlex
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ecommerce_base.errors import DwError

TARGETS = ("duckdb", "sqlserver")

ENTITIES = (
    "dim_data",
    "dim_cliente",
    "dim_produto",
    "dim_regiao",
    "dim_equipe",
    "dim_vendedor",
    "dim_desconto",
    "fact_vendas",
    "fact_metas",
    "fact_descontos",
)


def _root() -> Path:
    """The dbt project: the checkout that this package is in, else the current folder's."""
    here = Path(__file__).resolve()
    found = (f for f in (here.parents[2], Path.cwd(), *Path.cwd().parents) if _is_project(f))
    return next(found, Path.cwd())


def _is_project(folder: Path) -> bool:
    return (folder / "dbt_project.yml").is_file()


ROOT = _root()


@dataclass(frozen=True)
class Settings:
    """The project's root and its data folder; every path is absolute."""

    root: Path
    data_dir: Path

    @property
    def source(self) -> Path:
        return self.data_dir / "ECOMMERCE_OLTP.duckdb"

    @property
    def warehouse(self) -> Path:
        return self.data_dir / "DW_ECOMMERCE.duckdb"

    @property
    def target(self) -> Path:
        """dbt's folder of made files."""
        return self._made("DBT_TARGET_PATH", "target")

    @property
    def log(self) -> Path:
        return self._made("DBT_LOG_PATH", "logs") / "dbt.log"

    def _made(self, variable: str, name: str) -> Path:
        """The folder that is named, else the root's own, else one beside the data: the checkout
        may be another user's."""
        if given := os.environ.get(variable):
            return self.root / given
        return self.root / name if can_write(self.root / name) else self.data_dir / name


def load_settings() -> Settings:
    """Reads `DW_DATA_DIR` (default: `data` in the root), taken from the caller's current folder."""
    given = os.environ.get("DW_DATA_DIR")
    return Settings(ROOT, Path(given).absolute() if given else ROOT / "data")


def can_write(folder: Path) -> bool:
    """Whether this user could write a folder and the files in it, or make the folder."""
    try:
        if not folder.exists():
            return can_write(folder.parent)
        writable = os.access(folder, os.R_OK | os.W_OK | os.X_OK)
        return writable and all(os.access(file, os.W_OK) for file in folder.iterdir())
    except OSError:  # a file, or in a folder that is closed to this user
        return False


def is_plain(name: str) -> bool:
    """Whether a folder's name is no part of a URL, of a home folder or of a pattern to anybody."""
    return re.fullmatch(r"\w[\w .-]*", name) is not None


def check_project() -> None:
    """Raises DwError (2) where there is no dbt project."""
    if not _is_project(ROOT):
        raise DwError(f"{ROOT} holds no dbt_project.yml: start dw in the project's folder.", 2)


def target_in_use() -> str:
    """The target that this process works on: `DW_TARGET`, which `--target` sets; duckdb."""
    return os.environ.get("DW_TARGET") or "duckdb"


def on_server() -> bool:
    """Whether that is SQL Server, and not the embedded engine."""
    return target_in_use() == "sqlserver"


def export_environment(settings: Settings, arguments: Sequence[str]) -> None:
    """Sets what dbt and the audit hooks read; dbt never sends usage statistics."""
    os.environ["DBT_TARGET_PATH"] = str(settings.target)
    os.environ["DBT_LOG_PATH"] = str(settings.log.parent)
    os.environ["DW_COMANDO"] = command_line(arguments)
    os.environ["DW_GIT_SHA"] = _git_sha(settings.root) or os.environ.get("DW_GIT_SHA", "")
    os.environ["DW_HOST"] = socket.gethostname()
    os.environ["DW_USUARIO"] = _user()
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"


def command_line(arguments: Sequence[str]) -> str:
    """The command as typed, for the audit; not the value of `--vars`, it may hold anything."""
    shown: list[str] = []
    for argument in arguments:
        if shown and shown[-1] == "--vars":
            argument = "***"
        elif argument.startswith("--vars="):
            argument = "--vars=***"
        shown.append(argument)
    return shlex.join(["run.py", *shown])[:500]


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return str(os.getuid()) if hasattr(os, "getuid") else ""


def _git_sha(root: Path) -> str:
    """The commit that runs; empty outside of a git checkout."""
    try:
        found = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--short=12", "HEAD"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""
