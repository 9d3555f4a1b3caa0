"""The commands that load, as processes: summary, JSON, exit codes, backup, healing, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import RunCli, Warehouse

from ecommerce_base.settings import ENTITIES

COUNTS = {"read", "inserted", "updated", "quarantined"}
SQL = Path(__file__).with_name("sql")


def query(database: Path, name: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """The rows of sql/<name>.sql."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute((SQL / f"{name}.sql").read_text(), parameters).fetchall()


def change(database: Path, name: str) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute((SQL / f"{name}.sql").read_text())


def test_json_is_one_object_and_tells_what_the_tables_hold(
    run_cli: RunCli, loaded: Warehouse
) -> None:
    done = run_cli("--full-refresh", "--json", data_dir=loaded.data_dir, check=True)
    shown = json.loads(done.stdout)
    keys = "run_id status cutoff seconds rows entities swept without_stamp tests reconciliation"
    assert list(shown) == keys.split()
    assert shown["status"] == "success"
    assert set(shown["rows"]) == COUNTS
    assert [entity["entity"] for entity in shown["entities"]] == list(ENTITIES)
    assert all(set(entity) == {"entity", "status", *COUNTS} for entity in shown["entities"])
    assert shown["tests"]["passed"] > 0
    assert shown["tests"]["failed"] == 0
    assert shown["reconciliation"]["checked"] > 0
    assert shown["reconciliation"]["differences"] == 0
    written = dict(query(loaded.warehouse, "written", shown["run_id"]))
    inserted = {entity["entity"]: entity["inserted"] for entity in shown["entities"]}
    assert {name: inserted[name] for name in written} == written
    rows = shown["rows"]
    assert query(loaded.warehouse, "run", shown["run_id"]) == [
        (
            "success",
            shown["cutoff"],
            "run.py --full-refresh --json",
            rows["inserted"],
            rows["updated"],
        )
    ]


def test_one_entity_alone(run_cli: RunCli, loaded: Warehouse) -> None:
    done = run_cli("--entity", "dim_regiao", "--json", data_dir=loaded.data_dir, check=True)
    entities = {entity["entity"] for entity in json.loads(done.stdout)["entities"]}
    assert entities == {"dim_regiao"}


def test_another_source_is_refused_with_the_hooks_sentence_alone(
    run_cli: RunCli, loaded: Warehouse
) -> None:
    run_cli("source", "init", "--rows", "500", "--force", data_dir=loaded.data_dir, check=True)
    done = run_cli("--json", data_dir=loaded.data_dir)
    shown = json.loads(done.stdout)
    assert done.returncode == 1
    assert shown["status"] == "failed"
    assert shown["entities"] == []
    assert shown["error"].startswith("This warehouse was loaded from another source")
    assert "run.py reset" in shown["error"]
    assert "Error" not in shown["error"]
    assert "macro" not in shown["error"]


def test_a_selection_of_nothing(run_cli: RunCli, loaded: Warehouse) -> None:
    done = run_cli("--select", "no_such_model", data_dir=loaded.data_dir)
    assert done.returncode == 2
    assert "Nothing fits the selection" in done.stderr


def test_an_unknown_target(run_cli: RunCli, loaded: Warehouse) -> None:
    done = run_cli("--target", "nowhere", "--json", data_dir=loaded.data_dir)
    assert done.returncode == 2
    assert "nowhere" in json.loads(done.stdout)["error"]
    assert "Traceback" not in done.stderr


def test_backup_reset_restore(run_cli: RunCli, loaded: Warehouse, tmp_path: Path) -> None:
    before = query(loaded.warehouse, "sales")
    run_cli("backup", str(tmp_path / "safe"), data_dir=loaded.data_dir, check=True)
    (copy,) = (tmp_path / "safe").iterdir()
    assert query(copy, "sales") == before
    change(loaded.warehouse, "lose_sales")
    run_cli("restore", str(copy), data_dir=loaded.data_dir, check=True)
    assert query(loaded.warehouse, "sales") == before
    (aside,) = loaded.data_dir.glob("DW_ECOMMERCE.*Z.duckdb")
    assert query(aside, "sales") != before
    run_cli("reset", "--yes", data_dir=loaded.data_dir, check=True)
    assert not loaded.warehouse.exists()
    assert len(list(loaded.data_dir.glob("DW_ECOMMERCE.*Z.duckdb"))) == 2


def test_reconcile_names_the_months_and_heals_them(run_cli: RunCli, loaded: Warehouse) -> None:
    before = query(loaded.warehouse, "sales")
    ((month,),) = query(loaded.warehouse, "month_of_smallest_sale")
    change(loaded.warehouse, "lose_sales")
    healed = run_cli("reconcile", "--heal", data_dir=loaded.data_dir)
    assert healed.returncode == 0, healed.stdout + healed.stderr
    assert f"differ in {month}. After: 0 of" in healed.stdout
    assert query(loaded.warehouse, "sales") == before


def test_doctor(run_cli: RunCli, loaded: Warehouse) -> None:
    done = run_cli("doctor", data_dir=loaded.data_dir)
    states = {line[5:].split(":")[0]: line[:4] for line in done.stdout.splitlines()}
    assert {name: states[name] for name in ("Python", "Data folder", "Source", "Warehouse")} == {
        "Python": "ok  ",
        "Data folder": "ok  ",
        "Source": "ok  ",
        "Warehouse": "ok  ",
    }
    loaded.warehouse.write_bytes(b"junk" * 5000)
    done = run_cli("doctor", data_dir=loaded.data_dir)
    assert done.returncode == 1
    assert "FAIL Warehouse" in done.stdout
    assert "damaged" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="SIGINT to one process is a POSIX way")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_told_to_end_is_closed_and_lets_go(
    cli_environment: Mapping[str, str],
    fresh_warehouse: Warehouse,
    root: Path,
    sent: signal.Signals,
    code: int,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "ecommerce_dw", "--json"],
        env={**cli_environment, "DW_DATA_DIR": str(fresh_warehouse.data_dir)},
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "dim_" in line:
                break
        process.send_signal(sent)
        output, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in errors
    shown = json.loads(output)
    assert shown["status"] == "aborted"
    assert "next run" in shown["error"]
    with duckdb.connect(str(fresh_warehouse.warehouse)) as connection:
        runs = connection.execute("select status, mensagem_erro from audit.etl_run").fetchall()
    assert runs == [("aborted", "Interrupted; the next run finishes its work.")]
