"""`observe`: Elementary over the warehouse, its anomaly tests and its report.

Elementary's dbt package is no part of the project: it comes from dbt's hub, or from a folder that
is named, into `<data folder>/observe`, beside this room's own package of tests. dbt loads what is
in the folder that DW_DBT_PACKAGES names, so that every other command stays as it is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import yaml

from ecommerce_base.commands import Command, Launch, target_option
from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings, on_server, target_in_use
from ecommerce_dw.dbt_runner import Outcome, dbt_session, sentence
from ecommerce_dw.load import claimed, prepare

PACKAGES = ("elementary", "dbt_utils")
OWN = Path(__file__).with_name("package")
VERSION = "0.25.1"
"""Of the dbt package; `edr`, in requirements/elementary.lock, has to be of the same."""


@click.command(cls=Command)
@click.option(
    "--package", "given", type=click.Path(path_type=Path), metavar="FOLDER",
    help="holds the dbt packages elementary and dbt_utils (else: dbt's hub)",
)  # fmt: skip
@click.option("--no-report", is_flag=True, help="only run the tests")
@target_option
@click.pass_obj
def observe(launch: Launch, given: Path | None, no_report: bool) -> int:
    """Look for anomalies with Elementary; 1 when there are any."""
    settings = launch.settings
    if not on_server() and not settings.warehouse.exists():
        raise DwError(f"There is no {settings.warehouse} yet: run `python run.py` first.", 2)
    folder = settings.data_dir / "observe"
    with _timed(launch, "packages"):
        packages = gather(folder, given)
    edr = None if no_report else find_edr(settings)
    prepare(launch)
    with _environment(settings, folder, packages):
        for step in (["run", "--select", "package:elementary"], ["test", "--select", _TESTS]):
            with _timed(launch, "tables of Elementary" if step[0] == "run" else "anomaly tests"):
                outcome = _dbt(launch, step)
            if outcome.interrupted:
                raise KeyboardInterrupt
            unusual = _unusual(folder) if outcome.tests else []
            if not outcome.success and not unusual:
                raise DwError(outcome.problem or "Elementary could not be run.")
        if edr:
            with _timed(launch, "report"):
                report = make_report(settings, folder, packages, edr)
            launch.say(f"Report: {report}")
    passed = outcome.tests.get("pass", 0)
    launch.say(f"Anomaly tests: {passed} found nothing, {len(unusual)} found something unusual.")
    for name in unusual:
        launch.say(f"  {name}")
    return 1 if unusual else 0


_TESTS = "package:ecommerce_observe"


def gather(folder: Path, given: Path | None) -> Path:
    """The folder of the three packages, made anew. Raises DwError when they cannot be had."""
    found = given or _from_hub(folder / "hub")
    missing = [name for name in PACKAGES if not (found / name / "dbt_project.yml").is_file()]
    if missing:
        raise DwError(f"{found} does not hold the dbt package {' and '.join(missing)}.", 2)
    packages = folder / "packages"
    shutil.rmtree(packages, ignore_errors=True)
    for name, source in {**{n: found / n for n in PACKAGES}, OWN.parent.name: OWN}.items():
        # A package's own tests need packages of their own.
        shutil.copytree(source, packages / name, ignore=shutil.ignore_patterns("integration_tests"))
    return packages


def _from_hub(folder: Path) -> Path:
    """dbt's hub, asked once for a version. Raises DwError when it does not answer."""
    packages = folder / "dbt_packages"
    if (packages / "elementary").is_dir():
        return packages
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {"packages": [{"package": "elementary-data/elementary", "version": VERSION}]}
    project = {"name": "hub", "version": "1.0.0", "profile": "ecommerce_dw"}
    (folder / "packages.yml").write_text(yaml.safe_dump(wanted), encoding="utf-8")
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(project), encoding="utf-8")
    done = _run(
        [sys.executable, "-m", "dbt.cli.main", "--no-send-anonymous-usage-stats", "deps"],
        folder,
        {"DBT_PROFILES_DIR": str(folder), "DBT_LOG_PATH": str(folder / "logs")},
    )
    if done.returncode or not (packages / "elementary").is_dir():
        raise DwError(
            "The dbt package elementary cannot be had from dbt's hub: connect this machine to it, "
            "or name a folder that holds elementary and dbt_utils with --package.",
            2,
        )
    return packages


def find_edr(settings: Settings) -> Path:
    """Elementary's command, in an environment of its own. Raises DwError when it is not there."""
    base = Path(os.environ.get("DW_VENV") or settings.root / ".venv")
    beside = base.with_name(f"{base.name}-elementary")
    named = "Scripts/edr.exe" if os.name == "nt" else "bin/edr"
    if not (beside / named).is_file():
        raise DwError(
            f"Elementary's report needs an environment of its own, {beside}: docs/observability.md "
            "says how to make it; or leave the report out with --no-report.",
            2,
        )
    return beside / named


def make_report(settings: Settings, folder: Path, packages: Path, edr: Path) -> Path:
    """The report's file. Raises DwError with edr's last words."""
    profiles = yaml.safe_load((settings.root / "profiles.yml").read_text(encoding="utf-8"))
    profile = profiles["ecommerce_dw"]
    for output in profile["outputs"].values():
        output["schema"] = "elementary"
    (folder / "profiles.yml").write_text(yaml.safe_dump({"elementary": profile}), encoding="utf-8")
    choices = {"anonymous_usage_tracking": False, "run_dbt_deps_if_needed": False}
    (folder / "config.yml").write_text(yaml.safe_dump(choices), encoding="utf-8")
    file = folder / "report.html"
    words = ["report", "--config-dir", folder, "--profiles-dir", folder, "--file-path", file]
    words += ["--target-path", folder / "edr", "--open-browser", "false"]
    words += ["--profile-target", target_in_use()]
    done = _run(
        [edr, *words],
        settings.data_dir.parent,
        # edr runs dbt in a folder of its own: whole paths alone lead back here.
        {"DBT_PACKAGES_FOLDER": str(packages), "DW_DATA_DIR": str(settings.data_dir)},
    )
    if done.returncode or not file.exists():
        last = (done.stdout + done.stderr).strip().splitlines()[-1:] or ["it says nothing"]
        raise DwError(f"Elementary's report failed: {last[0]}")
    return file


def _unusual(folder: Path) -> list[str]:
    """Tests that found an anomaly. Raises DwError for one that could not be run."""
    results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    names = {result["unique_id"].split(".")[2]: result for result in results["results"]}
    for name, result in names.items():
        if result["status"] == "error":
            raise DwError(f"{name} could not be run: {sentence(result['message'])}")
    return sorted(name for name, result in names.items() if result["status"] in ("fail", "warn"))


def _dbt(launch: Launch, step: list[str]) -> Outcome:
    with (
        claimed(launch) as listeners,
        dbt_session(launch.settings, step, listeners=listeners, debug=launch.debug) as (outcome, _),
    ):
        return outcome


@contextmanager
def _environment(settings: Settings, folder: Path, packages: Path) -> Iterator[None]:
    """dbt with these packages and a target folder of its own: the main one keeps its parse."""
    given = {
        "DW_DBT_PACKAGES": str(packages),
        "DBT_TARGET_PATH": str(folder / "target"),
        # Elementary reads what its tests found out of its own materialization of tests.
        "DBT_REQUIRE_EXPLICIT_PACKAGE_OVERRIDES_FOR_BUILTIN_MATERIALIZATIONS": "false",
    }
    (folder / "target").mkdir(exist_ok=True)
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def _timed(launch: Launch, what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    launch.say(f"{what}: {time.monotonic() - started:.1f} s")


def _run(words: list[Any], cwd: Path, more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
