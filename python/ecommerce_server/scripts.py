"""Runs the T-SQL scripts of docker/sqlserver on SQL Server.

A value never becomes part of a script's text: it is bound into the session's context, where the
script reads it; where it has to become part of a command, the script quotes it (QUOTENAME).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecommerce_base.settings import ROOT

FOLDER = ROOT / "docker" / "sqlserver"
_GO = re.compile(r"^[ \t]*go[ \t]*;?[ \t]*$", re.IGNORECASE | re.MULTILINE)
_BIND = "exec sys.sp_set_session_context @key = ?, @value = ?"

Values = Mapping[str, str]
Rows = list[Sequence[Any]]


def batches(text: str) -> list[str]:
    """The batches of a script: what stands between its lines `go`, empty ones left out."""
    return [batch.strip() for batch in _GO.split(text) if batch.strip()]


def script(name: str) -> list[str]:
    """The batches of docker/sqlserver/<name>.sql."""
    return batches((FOLDER / f"{name}.sql").read_text(encoding="utf-8"))


def csv_rows(name: str) -> list[dict[str, str]]:
    """The rows of docker/sqlserver/<name>.csv."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run_batches(connection: Any, commands: Sequence[str], values: Values | None = None) -> Rows:
    """Runs batches on a connection; the rows of the last result.

    Every result is read to its end: SQL Server cuts a backup off when its messages are not read.
    """
    rows: Rows = []
    cursor = connection.cursor()
    for key, value in (values or {}).items():
        cursor.execute(_BIND, (key, value))
    for command in commands:
        cursor.execute(command)
        more = True
        while more:
            if cursor.description is not None:
                rows = list(cursor.fetchall())
            more = bool(cursor.nextset())
    cursor.close()
    return rows
