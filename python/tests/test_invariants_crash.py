"""A run killed with SIGKILL loses nothing and doubles nothing: the next run finishes the work."""

from __future__ import annotations

import re
import shutil
import signal
import time

import pytest
from conftest import Warehouse as Loaded
from invariants.harness import LIGHT, Bench, Warehouse, all_differences
from invariants.oracle import text

TOO_LONG = 120.0


def kill_when(warehouse: Warehouse, pattern: str) -> None:
    """Start a run and SIGKILL it as soon as dbt's log shows a line that matches `pattern`.

    Fails when the run ends before that, or never gets there.
    """
    log = warehouse.bench.log
    log.parent.mkdir(exist_ok=True)
    # A new file, small enough that dbt does not rotate it away under us.
    log.unlink(missing_ok=True)
    log.touch()
    wanted = re.compile(pattern)
    give_up = time.monotonic() + TOO_LONG
    with log.open(encoding="utf-8", errors="replace") as lines:
        process = warehouse.start("-m", "ecommerce_dw")
        rest, seen = "", False
        try:
            while process.poll() is None and time.monotonic() < give_up:
                *complete, rest = (rest + lines.read()).split("\n")
                if seen := any(wanted.search(line) for line in complete):
                    break
                time.sleep(0.01)
        finally:
            process.kill()
            output, _ = process.communicate()
    assert seen and process.returncode == -signal.SIGKILL, f"never saw {pattern}:\n{output}"


# Inside the hooks before the first model, inside the largest fact; amid the snapshots, and when all
# but the last fact is there.
FIRST_LOAD = (r"audit.*etl_run", r"START sql incremental model fact\.fact_vendas")
LATER_LOAD = (
    r"OK snapshotted snap\.snap_produto",
    r"OK created sql incremental model fact\.fact_descontos",
)


@pytest.fixture(scope="module")
def survivor(
    small_source: Loaded, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Warehouse, Warehouse]:
    """A first load and an incremental load, each killed twice before it may end."""
    folder = tmp_path_factory.mktemp("crash")
    live = Warehouse(Bench.of_session(tmp_path_factory), folder / "live")
    live.folder.mkdir()
    shutil.copy(small_source.source, live.source)
    for moment in FIRST_LOAD:
        kill_when(live, moment)
    live.load(*LIGHT)
    first = live.copy(folder / "first")
    live.change(text("busy_day"))
    for moment in LATER_LOAD:
        kill_when(live, moment)
    live.load(*LIGHT)
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
    assert 3 <= statuses.count("aborted") <= len(FIRST_LOAD) + len(LATER_LOAD)
