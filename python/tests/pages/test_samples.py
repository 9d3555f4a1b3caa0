"""Rows of failed tests, kept in the audit."""

from __future__ import annotations

from pathlib import Path

import duckdb
from conftest import RunCli, Warehouse

SQL = Path(__file__).parent / "sql"
TEST = "dim_equipe_valores_da_origem"


def test_a_failed_test_leaves_three_of_its_rows(loaded: Warehouse, run_cli: RunCli) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute((SQL / "broken_rows.sql").read_text("utf-8"))
    run_cli("--select", TEST, data_dir=loaded.data_dir, check=True)  # it only warns
    with duckdb.connect(str(loaded.warehouse), read_only=True) as connection:
        kept = connection.execute(
            "select teste, ordem, linha from audit.dq_amostra order by ordem"
        ).fetchall()
        found = connection.execute(
            "select status, falhas from audit.dq_resultado "
            "where run_id = (select max(run_id) from audit.etl_run)"
        ).fetchall()
    assert found == [("warn", 5)]
    assert [(test, place) for test, place, _row in kept] == [(TEST, 1), (TEST, 2), (TEST, 3)]
    assert all("valor=quebrada " in row and "linhas=1" in row for _test, _place, row in kept)
