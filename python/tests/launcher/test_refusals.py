"""Bad input and bad surroundings: one sentence, the right exit code, nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import RunCli, Warehouse

HOLDER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "reader")
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(database: Path, how: str = "writer") -> Iterator[int]:
    """Another process that has the database open; yields its pid."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process.pid
        process.communicate()


def one_sentence(done: subprocess.CompletedProcess[str], exit_code: int) -> str:
    """The only line on stderr of a refused command."""
    assert done.returncode == exit_code, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--entity", "fact_venda"], "did you mean fact_vendas"),
        (["--cutoff", "yesterday"], "YYYY-MM-DD"),
        (["--vars", "[1]"], "--vars"),
        (["--threads", "0"], "--threads"),
        (["--entity", "dim_data", "--select", "x"], "not both"),
        (["--no-such-option"], "--help"),
        (["--entiti", "x"], "--entity"),
        (["frobnicate"], "There is no command 'frobnicate'"),
        (["docter"], "did you mean doctor"),
        (["source"], "Missing command"),
        (["source", "inti"], "did you mean init"),
        (["source", "init", "--rows", "many"], "--rows"),
        (["--target", "postgres"], "no target 'postgres'"),
        (["backup", "--target", "postgres"], "no target 'postgres'"),
        (["--target", "postgres", "doctor"], "no target 'postgres'"),
        (["--entity", "dim_data", "doctor"], "no option --entity"),
        (["--select", "x", "reconcile"], "no option --select"),
        (["--json", "doctor"], "no option --json"),
        (["--target", "sqlserver", "test"], "no option --target"),
        (["--target", "sqlserver", "schedule"], "no option --target"),
        (["--target", "sqlserver", "reset", "--yes"], "DuckDB files"),
        (["backup", "--full"], "--target sqlserver"),
        (["restore", "--until", "2026-01-01"], "--target sqlserver"),
        (["source", "init", "--rows", "0"], "--rows"),
        (["source", "init", "--end", "31/12/2025"], "YYYY-MM-DD"),
        (["source", "import-olist", "nowhere"], "nowhere"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(
    run_cli: RunCli, tmp_path: Path, arguments: list[str], told: str
) -> None:
    done = run_cli(*arguments, data_dir=tmp_path / "data")
    assert told in one_sentence(done, 2)
    assert done.stdout == ""


def test_options_before_a_command_are_its_own(run_cli: RunCli, loaded: Warehouse) -> None:
    nowhere = {"DW_SQLSERVER_PASSWORD": "x", "DW_SQLSERVER_HOST": "127.0.0.1"}
    nowhere |= {"DW_SQLSERVER_PORT": "1", "DW_SQLSERVER_LOGIN_TIMEOUT": "1"}
    data = loaded.data_dir
    for words in (["--target", "sqlserver", "doctor"], ["doctor", "--target", "sqlserver"]):
        done = run_cli(*words, data_dir=data, env=nowhere)
        assert done.returncode == 1
        assert "Warehouse" not in done.stdout
        assert "FAIL Connection" in done.stdout or "FAIL Driver" in done.stdout
    assert json.loads(run_cli("--json", "alerts", data_dir=data).stdout) == {"alerts": []}


def test_a_cutoff_before_the_last_load_is_wrong_usage_and_no_run(
    run_cli: RunCli, loaded: Warehouse
) -> None:
    before = loaded.warehouse.read_bytes()
    done = run_cli("--cutoff", "2020-01-01", data_dir=loaded.data_dir)
    assert "lies before the last load" in one_sentence(done, 2)
    assert loaded.warehouse.read_bytes() == before


def test_json_is_told_what_was_wrong_too(run_cli: RunCli, tmp_path: Path) -> None:
    done = run_cli("--json", "--entity", "nothing", data_dir=tmp_path / "data")
    shown = json.loads(done.stdout)
    assert done.returncode == 2
    assert shown["run_id"] is None
    assert shown["status"] == "failed"
    assert shown["entities"] == []
    assert shown["rows"] == {"read": 0, "inserted": 0, "updated": 0, "quarantined": 0}
    assert shown["error"] == done.stderr.strip()


def test_debug_shows_the_traceback(run_cli: RunCli, tmp_path: Path) -> None:
    done = run_cli("--debug", "--entity", "nothing", data_dir=tmp_path / "data")
    assert done.returncode != 0
    assert "Traceback" in done.stderr


def test_a_file_where_the_data_folder_should_be(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "DW_DATA_DIR" in one_sentence(run_cli(data_dir=tmp_path / "file" / "data"), 2)


def test_a_damaged_source_is_told_and_kept(run_cli: RunCli, fresh_warehouse: Warehouse) -> None:
    fresh_warehouse.source.write_bytes(b"no database" * 1000)
    sentence = one_sentence(run_cli(data_dir=fresh_warehouse.data_dir), 1)
    assert str(fresh_warehouse.source) in sentence
    assert "damaged" in sentence
    assert fresh_warehouse.source.read_bytes().startswith(b"no database")


def test_a_source_that_another_process_writes(run_cli: RunCli, fresh_warehouse: Warehouse) -> None:
    with held(fresh_warehouse.source) as pid:
        sentence = one_sentence(run_cli(data_dir=fresh_warehouse.data_dir), 1)
    assert f"in use by process {pid}" in sentence


@pytest.mark.parametrize("how", ["writer", "reader"])
def test_a_warehouse_in_use_names_the_process(run_cli: RunCli, loaded: Warehouse, how: str) -> None:
    before = loaded.warehouse.read_bytes()
    with held(loaded.warehouse, how) as pid:
        done = run_cli("--json", data_dir=loaded.data_dir)
        error = json.loads(done.stdout)["error"]
        reset = run_cli("reset", "--yes", data_dir=loaded.data_dir)
    assert done.returncode == 1
    assert f"in use by process {pid}" in error
    assert f"in use by process {pid}" in one_sentence(reset, 1)
    assert loaded.warehouse.read_bytes() == before


def test_a_run_waits_for_a_reader(run_cli: RunCli, fresh_warehouse: Warehouse) -> None:
    import duckdb

    duckdb.connect(str(fresh_warehouse.warehouse)).close()
    with held(fresh_warehouse.warehouse, "reader"):
        done = run_cli(
            "reset", "--yes", data_dir=fresh_warehouse.data_dir, env={"DW_LOCK_WAIT": "soon"}
        )
        assert "in use" in one_sentence(done, 1)
        done = run_cli(data_dir=fresh_warehouse.data_dir, env={"DW_LOCK_WAIT": "soon"})
        assert "DW_LOCK_WAIT" in one_sentence(done, 2)
        done = run_cli(data_dir=fresh_warehouse.data_dir, env={"DW_LOCK_WAIT": "0.2"})
    assert done.stdout.startswith("Waiting: ")


def test_reset_does_nothing_unasked(run_cli: RunCli, loaded: Warehouse) -> None:
    assert "--yes" in one_sentence(run_cli("reset", data_dir=loaded.data_dir), 2)
    assert loaded.warehouse.exists()


def test_a_warehouse_of_another_version(run_cli: RunCli, loaded: Warehouse) -> None:
    """Its tables are named, with what differs and the command that mends them; it does."""
    import duckdb

    script = Path(__file__).with_name("sql") / "another_version.sql"
    with duckdb.connect(str(loaded.warehouse)) as db:
        db.execute(script.read_text(encoding="utf-8"))
    told = one_sentence(run_cli("alerts", data_dir=loaded.data_dir), 1)
    assert "being of another version or loaded in part" in told
    assert "`python run.py` first" in told
    refused = run_cli(data_dir=loaded.data_dir)
    assert refused.returncode == 1
    for said in (
        "fact_vendas (custo_total may be unknown now)",
        "agg_pedidos (valor_frete is new)",
        "dim_regiao (bonus is gone)",
        "`python run.py --full-refresh`",
    ):
        assert said in refused.stdout
    mended = run_cli("--full-refresh", data_dir=loaded.data_dir)
    assert mended.returncode == 0, mended.stdout
    assert run_cli("alerts", data_dir=loaded.data_dir).returncode == 0


def test_a_memory_that_is_none(run_cli: RunCli, loaded: Warehouse) -> None:
    done = run_cli(data_dir=loaded.data_dir, env={"DW_MEMORY": "lots"})
    assert "DW_MEMORY is 'lots'" in one_sentence(done, 2)


def test_a_backup_of_nothing(run_cli: RunCli, tmp_path: Path) -> None:
    assert "run.py" in one_sentence(run_cli("backup", data_dir=tmp_path / "data"), 1)


@pytest.mark.parametrize("content", [None, b"junk" * 5000])
def test_a_bad_backup_leaves_the_warehouse(
    run_cli: RunCli, loaded: Warehouse, tmp_path: Path, content: bytes | None
) -> None:
    before = loaded.warehouse.read_bytes()
    given = tmp_path / "backup.duckdb"
    if content is not None:
        given.write_bytes(content)
    sentence = one_sentence(run_cli("restore", str(given), data_dir=loaded.data_dir), 1)
    assert str(given) in sentence
    assert loaded.warehouse.read_bytes() == before
    assert len(list(loaded.data_dir.iterdir())) == 2


def test_the_source_is_no_backup(run_cli: RunCli, loaded: Warehouse) -> None:
    done = run_cli("restore", str(loaded.source), data_dir=loaded.data_dir)
    assert "no backup" in one_sentence(done, 2)


def test_a_source_is_not_replaced_unasked(run_cli: RunCli, fresh_warehouse: Warehouse) -> None:
    before = fresh_warehouse.source.read_bytes()
    done = run_cli("source", "init", data_dir=fresh_warehouse.data_dir)
    assert "--force" in one_sentence(done, 2)
    assert fresh_warehouse.source.read_bytes() == before
