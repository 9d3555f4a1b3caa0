"""SIGKILL at every stage of a run: the next run finishes the work, nothing lost, nothing doubled.

Both runs have one cutoff, so the result can be held against a run that nobody disturbed: tables,
snapshots and quarantine row for row, and the rows that the audit says were written, in sum.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from conftest import Warehouse as Loaded
from invariants.harness import LIGHT, Bench, Warehouse
from invariants.runs import Runner

from faults.saboteur import lie_in_wait
from faults.stage import (
    Moment,
    audit_is_honest,
    file_differences,
    kill_at,
    plan,
    statuses,
    written,
)

COMMIT = r"(^|\*/\s*)commit\b"
CLOSED = r"update .*etl_run\b.*set\s+status = 'success'"
DELETED = "delete from core.cliente where cliente_id not in (select cliente_id from core.pedido)"


TOLD = r"insert into .*etl_run_entity"


def load(node: str) -> list[Moment]:
    """The stages of one load, in order: data, what is told of it and commit are one transaction."""
    change = "delete from .* insert into|update .* set dbt_valid_to"
    return [
        Moment(f"{node}: inside the data", "during", change, node),
        Moment(f"{node}: between data and audit", "after", change, node),
        Moment(f"{node}: between audit and commit", "after", TOLD, node),
        Moment(f"{node}: inside the commit", "during", COMMIT, node, past=TOLD),
        Moment(f"{node}: after the commit", "after", COMMIT, node, past=TOLD),
    ]


OPENING = [
    Moment("before the dead are closed", "before", "where status = 'running' and invocation_id <>"),
    Moment("before the lock is taken", "before", r"insert into .*etl_run\b"),
    Moment("after the lock is taken", "after", r"insert into .*etl_run\b"),
    Moment("after the windows are taken over", "after", r"update .*etl_control"),
    Moment("after the source's clock", "after", r"update .*origem"),
    Moment("after on-run-start", "after", r"insert into .*connection_login_events"),
]
WORK = [
    Moment("seed: between truncate and copy", "after", "truncate", "feriados_nacionais"),
    Moment("working table", "during", "create", "int_item_avaliado"),
    Moment("orders chosen, not committed", "before", COMMIT, "int_pedidos_afetados", past=TOLD),
    Moment("orders chosen", "after", COMMIT, "int_pedidos_afetados", past=TOLD),
    Moment("quarantine", "during", "merge into", "quarentena"),
    Moment("marks", "during", "delete from", "pedidos_carregados"),
    Moment("marks committed", "after", COMMIT, "pedidos_carregados", past="insert into"),
    Moment("reconciliation", "after", "insert into", "reconciliacao"),
]
CLOSING = [
    Moment(
        "before on-run-end", "before", "select run_id .* where status = 'running' and inv", nth=2
    ),
    Moment("on-run-end: nodes half told", "after", r"update .*etl_run_entity.*set\s+iniciado_em"),
    Moment("on-run-end: windows taken over", "after", r"update .*etl_control", nth=2),
    Moment("on-run-end: before the run is closed", "before", CLOSED),
    Moment("after the run is closed", "after", CLOSED),
]
STAGES = [
    *OPENING,
    *WORK[:1],
    *load("snap_cliente"),
    *load("dim_cliente"),
    *WORK[1:4],
    *load("fact_vendas"),
    *load("fact_metas")[3:4],
    *WORK[4:],
    *CLOSING,
]
KNOWN = {str(stage): stage for stage in STAGES}
# In the default suite: one after another on the same warehouse, the hardest of each kind.
CHAIN = (
    "after the lock is taken",
    "snap_cliente: between data and audit",
    "fact_vendas: between audit and commit",
    "on-run-end: before the run is closed",
)
# Of a full refresh, which the next run, without --full-refresh, has to make good.
REFRESHED = (
    "dim_cliente: after the commit",
    "fact_vendas: between audit and commit",
    "fact_vendas: after the commit",
)
# Each on a warehouse of its own, in the default suite: one of each kind.
ONCE = (
    "seed: between truncate and copy",
    "snap_cliente: inside the commit",
    "orders chosen",
    "fact_vendas: inside the data",
    "marks",
)
BURIAL = Moment(
    "before a dead run is closed", "before", r"update .*etl_run\b.*set\s+status = 'aborted'"
)


needs_fork = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="kills runs in processes that it forks"
)


@dataclass
class Scene:
    """A warehouse that has work to do, and the same after an undisturbed run at `cutoff`."""

    before: Warehouse
    after: Warehouse
    cutoff: str
    copies: int = field(default=0)

    def again(self) -> Warehouse:
        """The warehouse with its work before it, in a folder of its own."""
        self.copies += 1
        return self.before.copy(self.before.folder.with_name(f"again{self.copies}") / "data")

    def finish(self, warehouse: Warehouse, *arguments: str) -> None:
        """The next run; then everything is as if nobody had disturbed."""
        warehouse.run("--cutoff", self.cutoff, *arguments)
        self.as_if_nothing_had_happened(warehouse)

    def as_if_nothing_had_happened(self, warehouse: Warehouse) -> None:
        first = len(statuses(self.before))
        assert file_differences(warehouse.file, self.after.file) == ""
        assert written(warehouse, first) == written(self.after, first)
        assert list(audit_is_honest(warehouse)) == []
        assert statuses(warehouse)[-1] == "success"


@pytest.fixture(scope="module")
def scene(runner: Runner, loaded_once: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("killed")
    bench = Bench.of_session(tmp_path_factory)
    before = Warehouse(bench, loaded_once.copy_to(folder / "before").data_dir)
    before.run("source", "simulate", "--orders", "60", "--seed", "5", "--bad-rows", "10")
    before.change(DELETED)
    cutoff = datetime.now(UTC).replace(tzinfo=None)
    after = before.copy(folder / "after" / "data")
    runner.run(after.folder, cutoff, spared=())
    first = len(statuses(before))
    assert {kind for _, kind in written(after, first)} == {"ins", "upd", "del"}
    return Scene(before, after, cutoff.isoformat(sep=" ", timespec="microseconds"))


@pytest.mark.long
def test_a_first_load_that_was_killed(
    small_source: Loaded, loaded_once: Loaded, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bench = Bench.of_session(tmp_path_factory)
    undisturbed = Warehouse(bench, loaded_once.data_dir)
    live = Warehouse(bench, small_source.copy_to(tmp_path_factory.mktemp("first")).data_dir)
    arguments = ("--cutoff", undisturbed.cutoff(), *LIGHT)
    kill_at(live, KNOWN["fact_vendas: after the commit"], *arguments)
    live.run(*arguments)
    assert file_differences(live.file, undisturbed.file) == ""
    assert list(audit_is_honest(live)) == []
    assert statuses(live) == ["aborted", "success"]


@pytest.mark.long
def test_killed_at_every_stage_in_a_row(scene: Scene) -> None:
    """Each run dies a little later than the one before, on the same warehouse."""
    warehouse = scene.again()
    for stage in STAGES[:-1]:
        kill_at(warehouse, stage, "--cutoff", scene.cutoff, *LIGHT)
    scene.finish(warehouse, *LIGHT)


def kill(scene: Scene, runner: Runner, data: Path, stage: Moment, *arguments: str) -> None:
    """A run of dbt that dies at a stage; by far cheaper without the launcher."""
    met = data / "met"
    met.unlink(missing_ok=True)
    sabotage = partial(lie_in_wait, plan(stage, "kill", data))
    cutoff = datetime.fromisoformat(scene.cutoff)
    assert runner.run_killed(data, cutoff, sabotage, *arguments, spared=())
    assert met.exists()


def killed_once(scene: Scene, runner: Runner, stage: Moment, *arguments: str) -> None:
    warehouse = scene.again()
    kill(scene, runner, warehouse.folder, stage, *arguments)
    runner.run(warehouse.folder, datetime.fromisoformat(scene.cutoff), spared=())
    scene.as_if_nothing_had_happened(warehouse)
    shutil.rmtree(warehouse.folder.parent)


@needs_fork
def test_killed_again_and_again(scene: Scene, runner: Runner) -> None:
    """One run after another dies, each a little later; the launcher's next one makes it good."""
    warehouse = scene.again()
    for name in CHAIN:
        refresh = ["--full-refresh"] if name in REFRESHED else []
        kill(scene, runner, warehouse.folder, KNOWN[name], *refresh)
    kill(scene, runner, warehouse.folder, BURIAL)
    scene.finish(warehouse, *LIGHT)
    assert statuses(warehouse)[1:] == ["aborted"] * len(CHAIN) + ["success"]


@needs_fork
@pytest.mark.parametrize(
    "stage",
    [pytest.param(s, id=str(s), marks=() if str(s) in ONCE else pytest.mark.long) for s in STAGES],
)
def test_killed_once(scene: Scene, runner: Runner, stage: Moment) -> None:
    killed_once(scene, runner, stage)


@needs_fork
@pytest.mark.parametrize(
    "name", [REFRESHED[0], *(pytest.param(n, marks=pytest.mark.long) for n in REFRESHED[1:])]
)
def test_a_full_refresh_that_was_killed(scene: Scene, runner: Runner, name: str) -> None:
    killed_once(scene, runner, KNOWN[name], "--full-refresh")


@needs_fork
def test_a_run_of_one_fact_that_was_killed_behind_its_quarantine(
    scene: Scene, runner: Runner
) -> None:
    killed_once(scene, runner, KNOWN["fact_vendas: inside the data"], "--select", "+fact_vendas")


@needs_fork
def test_a_first_run_that_was_killed_before_it_knew_its_entities(
    runner: Runner, small_source: Loaded, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Their table is made and not filled: the next run fills it."""
    bench = Bench.of_session(tmp_path_factory)
    live = Warehouse(
        bench, small_source.copy_to(tmp_path_factory.mktemp("empty") / "data").data_dir
    )
    stage = Moment("control table made", "before", r"insert into .*etl_control")
    met = partial(lie_in_wait, plan(stage, "kill", live.folder))
    cutoff = datetime.now(UTC).replace(tzinfo=None)
    only = ("--select", "dim_data", "feriados_nacionais")
    assert runner.run_killed(live.folder, cutoff, met, *only, spared=())
    assert live.ask("select count(*) from ctl.etl_control") == [(0,)]
    runner.run(live.folder, cutoff, *only, spared=())
    assert live.ask("select count(*), count(ultimo_cutoff) from ctl.etl_control") == [(10, 1)]


@pytest.fixture
def small_disk(scene: Scene) -> Iterator[tuple[Warehouse, Callable[[str], object]]]:
    """The warehouse on a file system without room to spare, and a way to give it another size."""
    folder = scene.again().folder

    def mount(options: str) -> subprocess.CompletedProcess[bytes]:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
        return subprocess.run(command, capture_output=True, check=False)

    disk = folder.with_name("disk")
    disk.mkdir()
    room = sum(file.stat().st_size for file in folder.iterdir()) + 100_000
    if sys.platform != "linux" or mount(f"size={room}").returncode:
        pytest.skip("a small disk takes the right to mount one (root on Linux)")
    try:
        shutil.copytree(folder, disk, dirs_exist_ok=True)
        yield (
            Warehouse(scene.before.bench, disk),
            lambda size: mount(f"remount,size={size}") and None,
        )
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.long
def test_a_full_disk(scene: Scene, small_disk: tuple[Warehouse, Callable[[str], object]]) -> None:
    warehouse, resize = small_disk
    told = " ".join(warehouse.run("--cutoff", scene.cutoff, *LIGHT, expect=1).split())
    assert "The disk is full" in told
    assert "free some space, then run again" in told
    resize("100m")
    scene.finish(warehouse, *LIGHT)
    assert statuses(warehouse)[-1] == "success"


@pytest.mark.long
def test_two_runs_started_together(scene: Scene) -> None:
    """The second waits and finds nothing left to do, or gives up with a sentence."""
    warehouse = scene.again()
    first = len(statuses(warehouse))
    environment = {
        **warehouse.bench.environment(warehouse.folder, False),
        "DW_LOCK_WAIT": "60",
    }
    command = [sys.executable, "-m", "ecommerce_dw", "--cutoff", scene.cutoff, *LIGHT]
    runs = [
        subprocess.Popen(
            command,
            cwd=warehouse.bench.project,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    told = [run.communicate()[0] for run in runs]
    ended = [run.returncode for run in runs]
    assert 0 in ended, told
    for code, text in zip(ended, told, strict=True):
        assert code == 0 or "in use by process" in text
    assert statuses(warehouse)[first:] == ["success"] * ended.count(0)
    assert file_differences(warehouse.file, scene.after.file) == ""
    assert written(warehouse, first) == written(scene.after, first)
    assert written(warehouse, first + 1) == Counter()
