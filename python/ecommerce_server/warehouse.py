"""The warehouse of the target in use: a DuckDB file, or DW_ECOMMERCE on SQL Server."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from ecommerce_base.commands import Check
from ecommerce_base.connection_log import attempt
from ecommerce_base.duckdb_file import connect
from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings, on_server
from ecommerce_base.statements import Ask, Row, rows_of, shared, table_exists
from ecommerce_server.connection import (
    WAREHOUSE,
    ask_database,
    connected,
    login_from_environment,
)


def ask_warehouse(settings: Settings, text: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Runs one statement with `?` parameters. Raises DwError, InUse."""
    if on_server():
        return ask_database(WAREHOUSE, text, *parameters)
    import duckdb

    with contextlib.closing(connect(settings.warehouse)) as connection:
        try:
            return rows_of(connection.execute(text, parameters))
        except duckdb.CatalogException as error:
            told = f"{settings.warehouse} is not loaded to the end: run `python run.py`."
            raise DwError(told) from error


def try_warehouse(settings: Settings) -> None:
    """Connects to the server once, as an attempt that is told. Raises DwError: dbt tries thrice."""
    login = login_from_environment()
    with attempt(settings, login.server, WAREHOUSE), connected(WAREHOUSE, login=login):
        pass


def last_run(ask: Ask, mend: str) -> Check:
    """How the last run that loaded ended. Raises DwError."""
    found = ask(shared("last_run"), []) if table_exists(ask, "audit", "etl_run") else []
    if not found:
        return Check("Last run", True, "none yet")
    run = found[0]
    zone = "" if on_server() else " UTC"  # a server has its own clock
    problem = f": {' '.join(str(run['mensagem_erro']).split())}" if run["mensagem_erro"] else ""
    status = run["status"]
    if status == "running" and not on_server():  # nobody writes while this process reads
        status, mend = "died before its end", "Run `python run.py`: it finishes the work."
    return Check(
        "Last run",
        status == "success",
        f"run {run['run_id']} of {run['iniciado_em']:%Y-%m-%d %H:%M}{zone}, {status}, "
        f"source as of {run['cutoff']}{problem}",
        mend,
    )
