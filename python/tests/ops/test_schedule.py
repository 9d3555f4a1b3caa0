"""`schedule`: runs at its times, one at a time; ends when told, after the run under way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
import duckdb
import pytest
from conftest import ROOT, RunCli

from ecommerce_base.errors import DwError
from ecommerce_dw.load import main_job
from ecommerce_ops.schedule import Job, _beat, checked_command, trigger

LINE = "run.py backup: exit 1 after "


def test_runs_again_and_again_and_ends_with_the_last_code(run_cli: RunCli, tmp_path: Path) -> None:
    words = ["schedule", "--every", "1s", "--now", "--runs", "2", "--", "backup"]
    done = run_cli(*words, data_dir=tmp_path / "data")
    assert done.returncode == 1
    assert done.stdout.count(LINE) == 2
    assert not (tmp_path / "data" / "schedule.beat").exists()


@pytest.mark.skipif(os.name == "nt", reason="SIGTERM is POSIX's")
def test_sigterm_lets_the_run_end_and_starts_no_other(
    cli_environment: Mapping[str, str], run_cli: RunCli, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    words = ["schedule", "--every", "1s", "--now", "--", "source", "init", "--rows", "20000"]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "ecommerce_dw", *words],
        env={**cli_environment, "DW_DATA_DIR": str(data)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        until = time.monotonic() + 60
        while not any(data.glob("ECOMMERCE_OLTP*")) and time.monotonic() < until:
            time.sleep(0.02)
        checked = run_cli("schedule", "--check", data_dir=data)
        assert (checked.returncode, "first run" in checked.stderr) == (1, True)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert output.count("run.py source init --rows 20000: exit 0 after ") == 1
    with duckdb.connect(str(data / "ECOMMERCE_OLTP.duckdb"), read_only=True) as source:
        ((rows,),) = source.execute("select count(*) from core.item_pedido").fetchall()
    assert rows == 20_000


@pytest.mark.parametrize(
    ("state", "code", "told"),
    [("waits", 0, ""), ("0", 0, ""), ("first", 1, "first run"), ("2", 1, "failed (exit 2)")],
)
def test_check_tells_how_the_last_run_ended(
    run_cli: RunCli, tmp_path: Path, state: str, code: int, told: str
) -> None:
    (tmp_path / "schedule.beat").write_text(state)
    done = run_cli("schedule", "--check", data_dir=tmp_path)
    assert done.returncode == code
    assert told in done.stderr


@pytest.mark.parametrize(("job", "state"), [(["schedule", "--help"], "0"), (["backup"], "1")])
def test_the_heartbeat_tells_how_the_last_run_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: list[str], state: str
) -> None:
    monkeypatch.setenv("DW_DATA_DIR", str(tmp_path / "data"))
    ran = Job(job, None, "waits")
    beat = _beat(tmp_path / "schedule.beat", ran)
    beat()
    assert (tmp_path / "schedule.beat").read_text() == "waits"
    ran()
    beat()
    assert (tmp_path / "schedule.beat").read_text() == state


def test_check_tells_a_dead_schedule(run_cli: RunCli, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run_cli("schedule", "--check", data_dir=data).returncode == 1
    data.mkdir()
    (data / "schedule.beat").write_text("1")
    os.utime(data / "schedule.beat", (0, 0))
    done = run_cli("schedule", "--check", data_dir=data)
    assert done.returncode == 1
    assert "dead" in done.stderr


def test_times() -> None:
    monday = datetime(2026, 11, 23, 12, 7, tzinfo=UTC)
    nightly = trigger(None, "30 2 * * *")
    found = nightly.get_next_fire_time(None, monday.astimezone(nightly.timezone))
    assert (found.hour, found.minute) == (2, 30)
    assert trigger("15m", None).interval.total_seconds() == 900
    assert trigger("2d", None).interval.total_seconds() == 2 * 86_400


@pytest.mark.parametrize(("every", "cron"), [("0m", None), ("soon", None), ("1h", "99 * * * *")])
def test_times_that_are_none(every: str, cron: str | None) -> None:
    with pytest.raises(DwError) as refused:
        trigger(every, cron)
    assert refused.value.exit_code == 2


def test_the_command_is_checked_before_it_is_scheduled() -> None:
    assert checked_command(main_job, ["--", "--target", "sqlserver"]) == ["--target", "sqlserver"]
    assert checked_command(main_job, []) == []
    for wrong in (["frobnicate"], ["--", "schedule"], ["backup", "--target", "x", "--rows"]):
        with pytest.raises((DwError, click.UsageError)):
            checked_command(main_job, wrong)
