"""The whole way on a real SQL Server; runs where DW_SQLSERVER_HOST is set, and skips elsewhere.

It replaces the generated shop in ECOMMERCE_OLTP and empties DW_ECOMMERCE. So a warehouse that has
runs in it is left alone, unless DW_SQLSERVER_TEST=1 says that it is there for this.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import ROOT, RunCli
from invariants.harness import KEYS, LINEAGE, select

from dashboards.common.query import query
from dashboards.common.reader import SqlServerEngine
from ecommerce_base.statements import shared
from ecommerce_server import scripts
from ecommerce_server.connection import (
    SOURCE,
    WAREHOUSE,
    ask_database,
    connected,
    login_from_environment,
)
from ecommerce_server.driver import PREVIEW, PROVIDER, find_driver
from ecommerce_server.permissions import permissions
from ecommerce_server.shop import copy_to

pytestmark = pytest.mark.sqlserver

SQL = Path(__file__).parents[1] / "tsql" / "sql"
KEPT = ("DW_SQLSERVER_", "DW_AUDIT_FOLDER")
SETTINGS = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
ON_SERVER = {**SETTINGS, "DW_TARGET": "sqlserver"}

Run = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def free() -> None:
    """Skips where the warehouse is somebody's."""
    if os.environ.get("DW_SQLSERVER_TEST") == "1":
        return
    if ask_database(WAREHOUSE, shared("table_exists"), "audit", "etl_run")[0]["quantidade"]:
        pytest.skip("DW_ECOMMERCE has runs in it: DW_SQLSERVER_TEST=1 lets the tests empty it")


@pytest.fixture
def run(run_cli: RunCli, tmp_path: Path) -> Run:
    """Runs the launcher on the server; the JSON object of the main job, {} of other commands."""

    def go(*arguments: str, env: Mapping[str, str] | None = None) -> dict[str, Any]:
        main_job = not arguments or arguments[0].startswith("--")
        done = run_cli(
            *arguments,
            *(("--json",) if main_job else ()),
            data_dir=tmp_path / "data",
            env={**ON_SERVER, **(env or {})},
            timeout=1200,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        said: dict[str, Any] = json.loads(done.stdout) if main_job else {}
        return said

    return go


@pytest.fixture
def shop_there(free: None, run: Run) -> None:
    """A new small shop and an empty warehouse."""
    run("source", "init", "--rows", "2000", "--seed", "7", "--force")
    ask_database(WAREHOUSE, _sql("warehouse_clear"))


def _differences(run_cli: RunCli, folder: Path, cutoff: str) -> list[str]:
    """Tables whose rows differ from those that DuckDB builds from the same source."""
    folder.mkdir()
    copy_to(folder / "ECOMMERCE_OLTP.duckdb")
    run_cli("--cutoff", cutoff, data_dir=folder, check=True)
    found = []
    with duckdb.connect(str(folder / "DW_ECOMMERCE.duckdb"), read_only=True) as db:
        for table in KEYS:
            described = db.execute(f"describe {table}").fetchall()
            names = [row[0] for row in described if row[0] not in {"row_hash", *LINEAGE}]
            text = select(table, names)
            theirs = {tuple(row.values()) for row in ask_database(WAREHOUSE, text)}
            if theirs != set(db.execute(text).fetchall()):
                found.append(table)
    return found


def _deadlocks() -> int:
    """How many the server has seen since it started."""
    return int(ask_database("master", _sql("deadlocks"))[0]["impasses"])


@pytest.mark.parametrize("strategy", ["merge", "delete+insert"])
@pytest.mark.parametrize("threads", ["1", "4"])
def test_every_kind_of_run_gives_duckdbs_rows_without_a_deadlock(
    shop_there: None, run: Run, run_cli: RunCli, tmp_path: Path, threads: str, strategy: str
) -> None:
    """First load, nothing new, changes, nothing new, full refresh; all loads succeed."""
    before = _deadlocks()
    variables = f"{{estrategia_fatos: {strategy}, chaves_estrangeiras: true}}"
    chosen = ("--threads", threads, "--vars", variables)
    first = run(*chosen)
    assert first["rows"]["inserted"] > 2_000
    assert first["reconciliation"]["differences"] == 0
    assert _differences(run_cli, tmp_path / "duckdb", first["cutoff"]) == []
    second = run(*chosen)
    assert (second["rows"]["inserted"], second["rows"]["updated"]) == (0, 0)
    run("source", "simulate", "--orders", "100", "--bad-rows", "15")
    changes = run(*chosen)
    assert changes["rows"]["inserted"] >= 100
    assert changes["rows"]["quarantined"] == 15
    again = run(*chosen)
    assert (again["rows"]["inserted"], again["rows"]["updated"]) == (0, 0)
    rebuilt = run(*chosen, "--full-refresh")
    assert (rebuilt["rows"]["inserted"], rebuilt["rows"]["updated"]) == (0, 0)
    assert ask_database(WAREHOUSE, _sql("runs_told")) == [
        {"execucoes": 5, "sem_sucesso": 0, "cargas_sem_sucesso": 0, "impasses": 0}
    ]
    assert _deadlocks() == before


def test_dbts_unit_tests_pass(
    shop_there: None, run: Run, cli_environment: Mapping[str, str], tmp_path: Path
) -> None:
    """They ask the catalog for the columns of what they read: after a load."""
    run()
    before = _deadlocks()
    driver = find_driver(login_from_environment().auth)
    environment = {
        **cli_environment,
        **ON_SERVER,
        "DBT_PROFILES_DIR": str(ROOT),
        "DW_DATA_DIR": "data",
        "DW_SQLSERVER_BACKEND": driver.backend,
        "DW_SQLSERVER_DRIVER": driver.odbc or "unused",
        **({PROVIDER: PREVIEW} if driver.preview else {}),
    }
    for threads in ("1", "4"):
        done = subprocess.run(
            [
                *(sys.executable, "-c", "from dbt.cli.main import cli; cli()", "test"),
                *("--select", "test_type:unit", "--threads", threads),
            ],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert _deadlocks() == before


@pytest.mark.parametrize("full_refresh", [False, True], ids=["first load", "full refresh"])
def test_a_killed_run_is_finished_by_the_next(
    shop_there: None,
    run: Run,
    run_cli: RunCli,
    cli_environment: Mapping[str, str],
    tmp_path: Path,
    full_refresh: bool,
) -> None:
    """Killed with fact_vendas built and not counted: the next run closes it at once."""
    words = ["--full-refresh"] if full_refresh else []
    if full_refresh:
        run()
    with (
        connected(WAREHOUSE, autocommit=False) as holder,
        subprocess.Popen(
            [sys.executable, "-P", "-m", "ecommerce_dw", *words],
            env={**cli_environment, **ON_SERVER, "DW_DATA_DIR": str(tmp_path / "data")},
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        _wait(lambda: _there("audit", "etl_run_entity") and _counted("orders_chosen"))
        holder.cursor().execute(_sql("hold")).fetchall()  # its post-hook waits here
        _wait(lambda: _counted("loads"))
        assert process.poll() is None
        process.kill()
    after = run()
    assert after["reconciliation"]["differences"] == 0
    assert _differences(run_cli, tmp_path / "duckdb", after["cutoff"]) == []
    statuses = [row["status"] for row in ask_database(WAREHOUSE, _sql("statuses"))]
    assert statuses == [*(["success"] if full_refresh else []), "aborted", "success"]
    assert ask_database(WAREHOUSE, _sql("audit_balance")) == []


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _there(schema: str, table: str) -> bool:
    return bool(ask_database(WAREHOUSE, shared("table_exists"), schema, table)[0]["quantidade"])


def _counted(name: str) -> int:
    """The one number that a statement gives."""
    (number,) = ask_database(WAREHOUSE, _sql(name))[0].values()
    return int(number)


def _wait(condition: Callable[[], object]) -> None:
    until = time.monotonic() + 600
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_every_query_of_the_dashboards_runs(shop_there: None, run: Run) -> None:
    """All of one page's folder at once, as of one moment, like the pages do."""
    run()
    engine = SqlServerEngine(login_from_environment())
    for pages in ("monitoring", "business"):
        files = sorted((ROOT / "dashboards" / pages / "sql").glob("*.sql"))
        asked = []
        for file in files:
            names = re.findall(r"(?<![:\w]):([a-z_][a-z0-9_]*)", file.read_text(encoding="utf-8"))
            days = {n: date(2026, 1, 1) if re.match("de|ate|inicio|fim", n) else "" for n in names}
            asked.append(query(file, **days))
        frames, half = engine.frames(asked)
        assert not half
        assert len(frames) == len(files) > 10


def test_the_source_is_whole_and_belongs_to_the_command(shop_there: None) -> None:
    with connected(SOURCE) as connection:
        cursor = connection.cursor()
        cursor.execute("select count(*) from core.identidade_origem")
        assert cursor.fetchone()[0] == 1
        cursor.execute("select count(*) from sys.foreign_keys where is_not_trusted = 1")
        assert cursor.fetchone()[0] == 0


def test_a_wrong_password_is_one_sentence(run_cli: RunCli, tmp_path: Path) -> None:
    env = {**ON_SERVER, "DW_SQLSERVER_PASSWORD": "wrong", "DW_SQLSERVER_AUTH": "sql"}
    done = run_cli(data_dir=tmp_path / "data", env=env)
    assert done.returncode == 1
    assert "refuses the login" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_server_holds_what_the_list_says() -> None:
    with connected("master") as connection:
        (version,) = scripts.run_batches(connection, scripts.script("version"))[0]
        given = permissions(version)
        for database in (WAREHOUSE, SOURCE):
            ask_granted = [f"use [{database}];", *scripts.script("granted")]
            held = scripts.run_batches(connection, ask_granted)
            assert {tuple(row) for row in held} == {
                (p.role, p.permission, p.scope, p.thing)
                for p in given
                if p.database == database and p.scope != "OBJECT"
            }


@pytest.mark.parametrize(("role", "masked"), [("dw_bi_reader", True), ("dw_bi_reader_pii", False)])
def test_personal_data_is_masked_for_readers(
    shop_there: None, run: Run, role: str, masked: bool
) -> None:
    run()
    user = f"prova_{role}"
    become = [
        "use [DW_ECOMMERCE];",
        f"if user_id(N'{user}') is null create user [{user}] without login;",
        f"alter role [{role}] add member [{user}];",
        f"execute as user = N'{user}';",
    ]
    query = (Path(__file__).parent / "sql" / "masked.sql").read_text(encoding="utf-8")
    with connected("master") as connection:
        rows = scripts.run_batches(connection, [*become, query])
        scripts.run_batches(connection, ["revert;", f"drop user [{user}];"])
    assert rows
    for nome, pela_view, email in rows:
        assert (nome == "xxxx") is masked
        assert (pela_view == "xxxx") is masked
        assert email.endswith("@XXXX.com") is masked


@pytest.mark.skipif("DW_AUDIT_FOLDER" not in os.environ, reason="DW_AUDIT_FOLDER names none")
def test_logins_are_in_the_audit_once(shop_there: None, run: Run) -> None:
    run()
    run()
    query = (Path(__file__).parent / "sql" / "logins.sql").read_text(encoding="utf-8")
    with connected(WAREHOUSE) as connection:
        ((events, distinct),) = scripts.run_batches(connection, [query])
    assert events == distinct > 0
