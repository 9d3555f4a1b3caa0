"""A run killed with SIGKILL loses nothing and doubles nothing: the next run finishes the work."""

from __future__ import annotations

import re
import signal
import time

import pytest
from oracle.harness import Bench, Warehouse, all_differences

TOO_LONG = 120.0


def kill_when(warehouse: Warehouse, pattern: str) -> None:
    """Start a run and SIGKILL it as soon as dbt's log shows a line that matches `pattern`.

    Fails when the run ends before that, or never gets there.
    """
    log = warehouse.bench.log
    begin = log.stat().st_size if log.exists() else 0
    process = warehouse.start("-m", "ecommerce_dw")
    wanted = re.compile(pattern)
    give_up = time.monotonic() + TOO_LONG
    try:
        while time.monotonic() < give_up:
            if log.exists():
                with log.open(encoding="utf-8", errors="replace") as lines:
                    lines.seek(begin)
                    if wanted.search(lines.read()):
                        process.send_signal(signal.SIGKILL)
                        break
            if process.poll() is not None:
                break
            time.sleep(0.005)
    finally:
        process.kill()
        output, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL, f"never saw {pattern}:\n{output}"


FIRST_LOAD = (
    # In the middle of the hooks, of the snapshots, of the largest fact.
    r"(?i)insert into .*audit.*etl_run|on-run-start",
    r"START snapshot snap\.snap_produto",
    r"START sql incremental model fact\.fact_vendas",
)
LATER_LOAD = (
    r"OK snapshotted snap\.snap_cliente|OK created.* snap_cliente|OK.*snap\.snap_cliente",
    r"START sql incremental model fact\.fact_vendas",
    r"OK created sql incremental model fact\.fact_descontos",
)


@pytest.fixture(scope="module")
def survivor(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, Warehouse]:
    """A first load and an incremental load, each killed three times before it may end."""
    folder = tmp_path_factory.mktemp("crash")
    live = Warehouse(Bench.of_session(tmp_path_factory), folder / "live")
    live.folder.mkdir()
    live.run("source", "init", "--rows", "2000", "--seed", "11")
    for moment in FIRST_LOAD:
        kill_when(live, moment)
    live.load()
    first = live.copy(folder / "first")
    live.run("source", "simulate", "--orders", "60", "--seed", "12", "--bad-rows", "10")
    for moment in LATER_LOAD:
        kill_when(live, moment)
    live.load()
    return first, live


def test_a_first_load_that_was_killed_ends_complete(
    survivor: tuple[Warehouse, Warehouse],
) -> None:
    assert all_differences(survivor[0]) == ""


def test_an_incremental_load_that_was_killed_ends_complete(
    survivor: tuple[Warehouse, Warehouse],
) -> None:
    assert all_differences(survivor[1]) == ""


def test_killed_runs_are_marked_aborted(survivor: tuple[Warehouse, Warehouse]) -> None:
    """A kill before the run was registered leaves no row; every other one is `aborted`."""
    statuses = [str(row[0]) for row in survivor[1].ask("select status from audit.etl_run")]
    assert statuses.count("success") == 2
    assert set(statuses) == {"success", "aborted"}
    assert 5 <= statuses.count("aborted") <= len(FIRST_LOAD) + len(LATER_LOAD)
