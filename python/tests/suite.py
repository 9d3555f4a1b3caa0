"""`test`: everything that can be tested, on a small shop in a folder of its own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import click

from ecommerce_base.commands import Command, Launch
from ecommerce_base.errors import DwError
from ecommerce_base.progress import Progress
from ecommerce_base.settings import Settings
from ecommerce_dw.dbt_runner import Outcome, run_dbt
from ecommerce_dw.load import NO_UNIT_TESTS
from ecommerce_shop.generate import init

ROWS, SEED = 2_000, 7
LONG_HISTORIES = 25
Tally = Counter[str]


@click.command(cls=Command)
@click.option("-k", "only", metavar="EXPR", help="only the pytest tests that match")
@click.option("--long", "long_too", is_flag=True, help="the long tests too")
@click.option(
    "--histories",
    type=click.IntRange(1),
    metavar="N",
    help="random histories of a source to hold the warehouse against (1; with --long 25)",
)
@click.option(
    "--seed", type=int, metavar="N", help="other random histories, the same ones for the same N"
)
@click.option(
    "--tsql-parser",
    "parser_too",
    is_flag=True,
    help="Microsoft's own T-SQL parser too: installs 200 MB beside the environment (Linux x86-64)",
)
@click.pass_obj
def test(
    launch: Launch,
    only: str | None,
    long_too: bool,
    histories: int | None,
    seed: int | None,
    parser_too: bool,
) -> int:
    """Run every test: dbt parse, unit and data tests, pytest. With -k pytest alone."""
    if importlib.util.find_spec("pytest") is None:
        raise DwError("The test packages are not installed: start this by `python run.py test`.", 2)
    settings = launch.settings
    if parser_too:
        os.environ["DW_TSQL_PARSER"] = str(_tsql_parser(settings.root))
    started = time.monotonic()
    tally: Tally = Counter()
    with tempfile.TemporaryDirectory(prefix="ecommerce-dw-test-") as name:
        folder = Path(name)
        if only is None:
            os.environ["DBT_TARGET_PATH"] = str(folder / "target")
            os.environ["DBT_LOG_PATH"] = str(folder / "logs")
            tally += _dbt_part(launch, Settings(settings.root, folder / "data"))
        words = [*(["-k", only] if only else []), *(["--long"] if long_too else [])]
        histories = histories or (LONG_HISTORIES if long_too else None)
        tally += _pytest_part(words, settings.root, folder, histories, seed)
    skipped = f", {tally['skipped']} skipped" if tally["skipped"] else ""
    seconds = time.monotonic() - started
    print(
        f"{tally['passed']} passed, {tally['failed']} failed{skipped} in {seconds:.0f} s",
        flush=True,
    )
    return 1 if tally["failed"] or not tally["passed"] else 0


def _tsql_parser(root: Path) -> Path:
    """The parser's folder, beside the environment and no part of it. Raises DwError (2)."""
    folder = Path(f"{sys.prefix}-tsql-parser")
    program = root / "python" / "tests" / "tsql" / "scriptdom.py"
    if subprocess.run([sys.executable, str(program), str(folder)], check=False).returncode:
        raise DwError(
            "Microsoft's T-SQL parser cannot be installed here: it wants Linux on x86-64 and the "
            "packages of requirements/tsql-parser.lock. Leave --tsql-parser out.",
            2,
        )
    return folder


def _dbt_part(launch: Launch, settings: Settings) -> Tally:
    """Runs dbt on a shop of its own; leaves a copy of the shop as first loaded in `loaded/data`."""
    settings.data_dir.mkdir()
    tally: Tally = Counter()
    init(settings.source, rows=ROWS, seed=SEED)
    for title, arguments in (
        ("dbt parse", ["parse", "--no-partial-parse"]),
        ("dbt build with data tests", ["build", *NO_UNIT_TESTS]),
        ("dbt unit tests", ["test", "--select", "test_type:unit"]),
    ):
        with Progress(launch.console, title) as progress:
            outcome = run_dbt(settings, arguments, listeners=[progress], debug=launch.debug)
        if outcome.interrupted:
            raise KeyboardInterrupt
        tally += _told(title, outcome)
        if arguments[0] == "build" and outcome.success:
            shutil.copytree(settings.data_dir, settings.data_dir.parent / "loaded" / "data")
    return tally


def _told(title: str, outcome: Outcome) -> Tally:
    """Counts a dbt command as one test, and each of dbt's own tests as one."""
    counts: Tally = Counter()
    for status, number in outcome.tests.items():
        kind = {"pass": "passed", "warn": "passed", "skipped": "skipped"}.get(status, "failed")
        counts[kind] += number
    problems = [*outcome.warnings, *([outcome.problem] if outcome.problem else [])]
    if problems or not outcome.success:
        counts["failed"] += 0 if counts["failed"] else 1
    else:
        counts["passed"] += 1
    print(f"{title}: {counts['passed']} passed, {counts['failed']} failed")
    for problem in problems:
        print(f"  {problem}")
    return counts


def _pytest_part(
    words: list[str], root: Path, folder: Path, histories: int | None, seed: int | None
) -> Tally:
    report = folder / "pytest.xml"
    command = [sys.executable, "-P", "-m", "pytest", str(root / "python" / "tests")]
    command += ["-c", str(root / "pyproject.toml"), f"--junitxml={report}", "-q"]
    # Most tests run dbt, which keeps one core busy: a file each, on every core.
    command += ["-n", str(os.cpu_count() or 1), "--dist", "loadfile"]
    command.append("--no-loadscope-reorder")  # the order is conftest's: long files first
    command += [f"--basetemp={folder / 'pytest'}", *words]
    environment = {k: v for k, v in os.environ.items() if k not in ("DW_DATA_DIR", "DW_COMANDO")}
    if (folder / "loaded").exists():
        environment["DW_TEST_LOADED"] = str(folder / "loaded" / "data")
    if histories:
        environment["DW_TEST_HISTORIES"] = str(histories)
    if seed is not None:
        environment["DW_TEST_SEED"] = str(seed)
    sys.stdout.flush()
    code = subprocess.run(command, cwd=root, env=environment, check=False).returncode
    if code == 5:
        raise DwError("No pytest test fits.", 2)
    if not report.exists():
        return Counter(failed=1)
    results = ElementTree.parse(report).getroot()
    made = {p.get("name"): p.get("value") for p in results.iter("property")}
    if "histories" in made:
        print(f"random histories: {made['histories']}, runs in them: {made['runs']}")
    counts: Tally = Counter()
    for suite in results.iter("testsuite"):
        number = {
            name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")
        }
        bad = number["failures"] + number["errors"]
        counts.update(failed=bad, skipped=number["skipped"])
        counts["passed"] += number["tests"] - bad - number["skipped"]
    if code and not counts["failed"]:
        counts["failed"] = 1
    return counts
