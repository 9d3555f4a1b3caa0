"""The whole way on a real SQL Server; runs where DW_SQLSERVER_HOST is set, and skips elsewhere.

It replaces the generated shop in ECOMMERCE_OLTP and empties DW_ECOMMERCE. So a warehouse that has
runs in it is left alone, unless DW_SQLSERVER_TEST=1 says that it is there for this.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import RunCli
from invariants.harness import KEYS

from ecommerce_dw.settings import sql
from ecommerce_dw.sqlserver.checks import ask
from ecommerce_dw.sqlserver.connection import SOURCE, WAREHOUSE, connected
from ecommerce_dw.sqlserver.shop import _fetch

pytestmark = pytest.mark.sqlserver

SQL = Path(__file__).parent / "tsql" / "sql"
SETTINGS = {name: value for name, value in os.environ.items() if name.startswith("DW_SQLSERVER_")}
ON_SERVER = {**SETTINGS, "DW_TARGET": "sqlserver"}

Run = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def free() -> None:
    """Skips where the warehouse is somebody's."""
    if os.environ.get("DW_SQLSERVER_TEST") == "1":
        return
    if ask(WAREHOUSE, sql("table_exists"), "audit", "etl_run")[0]["quantidade"]:
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
    ask(WAREHOUSE, (SQL / "warehouse_clear.sql").read_text(encoding="utf-8"))


def _differences(run_cli: RunCli, folder: Path, cutoff: str) -> list[str]:
    """Tables whose keys or hashes differ from those that DuckDB builds from the same source."""
    folder.mkdir()
    with connected(SOURCE) as connection:
        _fetch(connection.cursor(), folder / "ECOMMERCE_OLTP.duckdb")
    run_cli("--cutoff", cutoff, data_dir=folder, check=True)
    found = []
    with duckdb.connect(str(folder / "DW_ECOMMERCE.duckdb"), read_only=True) as db:
        for table, key in KEYS.items():
            text = (SQL / "hashes.sql").read_text(encoding="utf-8").format(tabela=table, chave=key)
            theirs = {tuple(row.values()) for row in ask(WAREHOUSE, text)}
            if theirs != set(db.execute(text).fetchall()):
                found.append(table)
    return found


@pytest.mark.parametrize("threads", ["1", "4"])
def test_a_load_gives_duckdbs_rows_and_a_second_run_writes_nothing(
    shop_there: None, run: Run, run_cli: RunCli, tmp_path: Path, threads: str
) -> None:
    first = run("--threads", threads)
    assert first["status"] == "success"
    assert first["rows"]["inserted"] > 2_000
    assert first["reconciliation"]["differences"] == 0
    assert _differences(run_cli, tmp_path / "duckdb", first["cutoff"]) == []
    second = run("--threads", threads)
    assert second["status"] == "success"
    assert (second["rows"]["inserted"], second["rows"]["updated"]) == (0, 0)


@pytest.mark.parametrize("strategy", ["merge", "delete+insert"])
def test_changes_arrive_by_either_strategy(
    shop_there: None, run: Run, run_cli: RunCli, tmp_path: Path, strategy: str
) -> None:
    chosen = ("--vars", f"{{estrategia_fatos: {strategy}, chaves_estrangeiras: true}}")
    run(*chosen)
    run("source", "simulate", "--orders", "100", "--bad-rows", "15")
    after = run(*chosen)
    assert after["status"] == "success"
    assert after["rows"]["quarantined"] == 15
    again = run(*chosen)
    assert (again["rows"]["inserted"], again["rows"]["updated"]) == (0, 0)
    rebuilt = run(*chosen, "--full-refresh")
    assert (rebuilt["rows"]["inserted"], rebuilt["rows"]["updated"]) == (0, 0)


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
