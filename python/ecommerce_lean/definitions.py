"""Leaves out of a run the views and seeds that the warehouse has just as the project defines them.

After a run that built everything, `<data folder>/definitions.json` keeps two hashes: of the files
that define the warehouse, and of what the catalog then held. While both are still the same, making
those views again would change nothing. A view that somebody dropped or changed, a restored backup,
an edited file, another package, variable or source column: any of them gives another hash, and the
run makes all of them. The file may be lost; the next run is then a complete one.

Other views, those of the working set and of the reconciliation, are made in every run: their SQL
may hold the run's own moments. Data tests are never left out.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ecommerce_base.duckdb_file import connect
from ecommerce_base.errors import DwError
from ecommerce_base.files import write_whole
from ecommerce_base.settings import Settings
from ecommerce_base.statements import Ask, sql_beside

sql = sql_beside(__file__)
VIEWS = ("models/staging", "models/intermediate/dimensoes", "models/vw", "models/ops")
# `empty`: a test of a view that is left out still runs.
LEFT_OUT = (
    *("--indirect-selection", "empty"),
    *("--exclude", "path:seeds,resource_type:seed"),
    *(f"path:{folder},config.materialized:view" for folder in VIEWS),
)
_FOLDERS = ("models", "macros", "snapshots", "seeds")
_FILES = ("dbt_project.yml", "profiles.yml", "requirements/core.lock")


def known(settings: Settings, variables: Mapping[str, Any]) -> bool:
    """Whether views and seeds are as the last complete run left them, and so is the project."""
    try:
        kept = json.loads(_file(settings).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if not isinstance(kept, dict) or kept.get("project") != _project(settings.root, variables):
        return False
    return bool(kept.get("warehouse")) and kept["warehouse"] == _warehouse(settings)


def remember(settings: Settings, variables: Mapping[str, Any], ask: Ask) -> None:
    """Keeps both hashes after a run that built everything; `ask` asks the warehouse."""
    try:
        (row,) = ask(sql("definitions"), [_names(settings.root)])
    except DwError:
        return  # a shop of another shape: every run is a complete one
    found = {"project": _project(settings.root, variables), "warehouse": row["found"]}
    with contextlib.suppress(OSError):
        write_whole(_file(settings), json.dumps(found))


def _file(settings: Settings) -> Path:
    return settings.data_dir / "definitions.json"


def _warehouse(settings: Settings) -> str | None:
    import duckdb

    try:
        with contextlib.closing(connect(settings.warehouse)) as connection:
            connection.execute(sql("attach_source"), [str(settings.source)])
            row = connection.execute(sql("definitions"), [_names(settings.root)]).fetchone()
    except (DwError, duckdb.Error):
        return None
    return str(row[0]) if row else None


def _names(root: Path) -> list[str]:
    """The views that are left out: a model is called like its file."""
    return sorted(file.stem for folder in VIEWS for file in (root / folder).glob("*.sql"))


def _project(root: Path, variables: Mapping[str, Any]) -> str:
    """One hash of every file that a view or a seed is made from, and of what else shapes them."""
    digest = hashlib.sha256()
    given = [json.dumps(variables, sort_keys=True, default=str), os.environ.get("DW_DBT_PACKAGES")]
    digest.update(repr(given).encode())
    for file in _defining(root):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _defining(root: Path) -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(file for file in (root / folder).rglob("*") if file.is_file())
    yield from (root / name for name in _FILES)
