"""What is certified: a warehouse made for it, dropped afterwards; in DuckDB or on a server."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings
from ecommerce_base.statements import sql_beside
from ecommerce_server.connection import (
    SOURCE,
    WAREHOUSE,
    Login,
    ask_database,
    connected,
    login_from_environment,
)
from ecommerce_server.connection import sql as server_sql
from ecommerce_server.driver import find_driver
from ecommerce_server.scripts import csv_rows, run_batches
from ecommerce_server.shop import copy_to

sql = sql_beside(__file__)
Rows = list[tuple[Any, ...]]
Environment = Mapping[str, str]


class Embedded:
    """A DuckDB warehouse in a folder: also what every other one is compared with."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.settings = Settings(folder, folder)

    def versions(self) -> list[str]:
        """What it runs on, a line each."""
        return [f"DuckDB {duckdb.__version__}"]

    def environment(self, login: str) -> Environment:
        """What the launcher's process is told, to work as one of the logins: here are none."""
        return {"DW_TARGET": "duckdb", **_own_folders(self.settings.data_dir)}

    def clock(self) -> str:
        """The source's time, as `--cutoff` takes it: UTC, like the generated shop's."""
        return datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")

    def copy_source(self, file: Path) -> None:
        """Copies the source into a new DuckDB file."""
        shutil.copyfile(self.settings.source, file)

    def tables(self) -> dict[str, list[str]]:
        """Columns of each table whose rows follow from the source alone, in a fixed order."""
        with self._open(read_only=True) as db:
            found: dict[str, list[str]] = {}
            for relation, column in db.execute(sql("duckdb_columns")).fetchall():
                found.setdefault(relation, []).append(column)
        return found

    def rows(self, relation: str, columns: Sequence[str]) -> Rows:
        """All rows of a relation of the warehouse."""
        with self._open(read_only=True) as db:
            return db.execute(_rows(relation, columns)).fetchall()

    def damage(self) -> None:
        """Deletes the sales of the first day from the warehouse."""
        with self._open(read_only=False) as db:
            db.execute(sql("damage"))

    def drop(self) -> None:
        """Removes all that was made."""
        shutil.rmtree(self.settings.data_dir)

    @contextmanager
    def _open(self, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect(str(self.settings.warehouse), read_only=read_only) as db:
            yield db


class Server:
    """Databases, roles and logins of a server that has none of these names yet."""

    def __init__(self, folder: Path) -> None:
        """Raises DwError where anything would be touched that is somebody's."""
        folder.mkdir(parents=True)
        self._folder = folder
        self._administrator = login_from_environment()
        ours = {SOURCE, WAREHOUSE, *(row["login"] for row in csv_rows("logins"))}
        there = [str(row["nome"]) for row in ask_database("master", sql("names"))]
        taken = [name for name in there if name.lower() in {own.lower() for own in ours}]
        if taken:
            names = ", ".join(taken)
            raise DwError(
                f"The server has {names}: `certify` makes and drops databases and logins of these "
                "names, so it leaves this server alone. Use one without them.",
                2,
            )
        self._passwords = {
            row["variavel"]: f"{secrets.token_urlsafe(24)}aA1-" for row in csv_rows("logins")
        }
        self.made = False

    def versions(self) -> list[str]:
        """The server, the administrator's driver."""
        server = ask_database("master", server_sql("server"))[0]
        driver = find_driver(self._administrator.auth)
        return [f"SQL Server {server['versao']}, {server['edicao']}", str(driver)]

    def environment(self, login: str) -> Environment:
        """The administrator ('') or a login of docker/sqlserver/logins.csv, with its password."""
        told = {"DW_TARGET": "sqlserver", **_own_folders(self._folder)}
        if not login:
            return {**told, **self._passwords}
        who = self.login(login)
        own = {"DW_SQLSERVER_USER": who.user, "DW_SQLSERVER_PASSWORD": who.password}
        return {**told, **own, "DW_SQLSERVER_AUTH": "sql"}

    def login(self, name: str) -> Login:
        """One of the project's logins."""
        (variable,) = {r["variavel"] for r in csv_rows("logins") if r["login"] == name}
        base = self._administrator
        return Login(
            base.host, base.port, "sql", name, self._passwords[variable],
            base.encrypt, base.trust_cert, base.seconds,
        )  # fmt: skip

    def clock(self) -> str:
        """The server's."""
        return str(ask_database("master", sql("clock"))[0]["agora"])

    def copy_source(self, file: Path) -> None:
        """Fetches all tables."""
        copy_to(file)

    def rows(self, relation: str, columns: Sequence[str]) -> Rows:
        """All rows of a relation."""
        found = ask_database(WAREHOUSE, _rows(relation, columns))
        return [tuple(row.values()) for row in found]

    def damage(self) -> None:
        """Deletes the sales of the first day."""
        with connected(WAREHOUSE) as connection:
            run_batches(connection, [sql("damage")])

    def drop(self) -> None:
        """Drops databases and logins, where they were made here. Server roles stay."""
        shutil.rmtree(self._folder)
        if not self.made:
            return
        with connected("master") as connection:
            for name in (WAREHOUSE, SOURCE):
                run_batches(connection, [sql("drop_database")], {"banco": name})
            for name in {row["login"] for row in csv_rows("logins")}:
                run_batches(connection, [sql("drop_login")], {"login": name})


Subject = Embedded | Server


def _rows(relation: str, columns: Sequence[str]) -> str:
    return sql("rows").format(relacao=relation, colunas=", ".join(columns))


def _own_folders(folder: Path) -> Environment:
    """Data, and dbt's files, beside nobody's."""
    return {
        "DW_DATA_DIR": str(folder),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }


def own_environment() -> dict[str, str]:
    """This process's, without what a person set for another warehouse."""
    kept = ("DW_SQLSERVER_", "DW_VENV", "DW_GIT_SHA")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DW_", "DBT_")) or name.startswith(kept)
    }
