"""Fixtures: the launcher as a process; small sources and loaded warehouses in their own folders."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import forked
import pytest

from ecommerce_dw.dbt_runner import TEMPLATES

ROOT = Path(__file__).resolve().parents[2]
SMALL_ROWS = 2_000
# `run.py test` has made and loaded that shop already, with the same seed: its data folder.
GIVEN = os.environ.get("DW_TEST_LOADED")

RunCli = Callable[..., subprocess.CompletedProcess[str]]
# Files that take a minute or more go first, so that no worker is left alone with one at the end.
LONGEST = (
    "test_regressions", "test_guards", "test_tsql_run", "test_other_data", "test_business",
    "test_regressions_of_runs", "test_story", "test_monitor", "test_killed", "test_fuzz",
    "test_runs", "test_olist_totals", "test_definitions", "test_readers",
)  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.option.basetemp is None:
        # A folder of this run's own: pytest's common one is emptied by the next run on the machine.
        folder = tempfile.mkdtemp(prefix="ecommerce-dw-pytest-")
        config.option.basetemp = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    # A shell starts background jobs with Ctrl-C ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="long: runs with --long"))
    if not os.environ.get("DW_SQLSERVER_HOST"):
        for item in items:
            if item.get_closest_marker("sqlserver"):
                reason = "no SQL Server: DW_SQLSERVER_HOST names none"
                item.add_marker(pytest.mark.skip(reason=reason))
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def parsed_already(target: Path) -> None:
    """Puts what `run.py test` has worked out of the project into a new folder of dbt's."""
    if not GIVEN or target.exists():
        return
    known = Path(GIVEN).parents[1] / "target"
    if known.exists():
        target.mkdir(parents=True)
        for name in ("partial_parse.msgpack", TEMPLATES):
            shutil.copyfile(known / name, target / name)


@dataclass(frozen=True)
class Warehouse:
    """A data folder with its two databases."""

    data_dir: Path

    @property
    def source(self) -> Path:
        return self.data_dir / "ECOMMERCE_OLTP.duckdb"

    @property
    def warehouse(self) -> Path:
        return self.data_dir / "DW_ECOMMERCE.duckdb"

    def copy_to(self, folder: Path) -> Warehouse:
        """The same two files, of their own, in another folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for file in (self.source, self.warehouse):
            if file.exists():
                shutil.copyfile(file, folder / file.name)
        return Warehouse(folder)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def cli_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a launcher process: no setting of the developer's own, own dbt folders."""
    made = tmp_path_factory.mktemp("dbt")
    parsed_already(made / "target")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DW_", "DBT_"))
    }
    return {
        **kept,
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "160",
        "DBT_TARGET_PATH": str(made / "target"),
        "DBT_LOG_PATH": str(made / "logs"),
        "DW_LOCK_WAIT": "0",
    }


@pytest.fixture(scope="session")
def run_cli(cli_environment: Mapping[str, str]) -> RunCli:
    """`run_cli(*args, data_dir=…, env={…}, cwd=…, check=False)` runs the CLI as a process."""

    def run(
        *arguments: str,
        data_dir: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        check: bool = False,
        timeout: float = 300,
    ) -> subprocess.CompletedProcess[str]:
        done = forked.run(
            "ecommerce_dw",
            *arguments,
            env={**cli_environment, "DW_DATA_DIR": str(data_dir), **(env or {})},
            cwd=cwd or ROOT,
            timeout=timeout,
        )
        if check and done.returncode:
            raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    return run


@pytest.fixture(scope="session")
def small_source(run_cli: RunCli, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A generated shop of SMALL_ROWS order items, not loaded. Shared: read it, do not change it."""
    if GIVEN:
        folder = tmp_path_factory.mktemp("source") / "data"
        folder.mkdir()
        shutil.copyfile(Warehouse(Path(GIVEN)).source, Warehouse(folder).source)
        return Warehouse(folder)
    folder = tmp_path_factory.mktemp("source") / "data"
    run_cli("source", "init", "--rows", str(SMALL_ROWS), "--seed", "7", data_dir=folder, check=True)
    return Warehouse(folder)


@pytest.fixture
def fresh_warehouse(small_source: Warehouse, tmp_path: Path) -> Warehouse:
    """The small shop in a folder of the test's own, with no warehouse yet."""
    return small_source.copy_to(tmp_path / "data")


@pytest.fixture(scope="session")
def loaded_once(
    small_source: Warehouse, run_cli: RunCli, tmp_path_factory: pytest.TempPathFactory
) -> Warehouse:
    """The small shop after one full load. Shared: read it, do not change it."""
    if GIVEN:
        return Warehouse(Path(GIVEN))
    shared = small_source.copy_to(tmp_path_factory.mktemp("loaded") / "data")
    run_cli(data_dir=shared.data_dir, check=True)
    return shared


@pytest.fixture
def loaded(loaded_once: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of the loaded small shop, to change at will."""
    return loaded_once.copy_to(tmp_path / "data")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium of the system (`DW_CHROMIUM` names another); skips where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = (os.environ.get("DW_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no browser: `apt-get install chromium`, or name one in DW_CHROMIUM")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def tsql_parser() -> Path:
    """The folder of Microsoft's T-SQL parser (tsql/scriptdom.py); skips the test without it."""
    given = os.environ.get("DW_TSQL_PARSER")
    if not given:
        pytest.skip("no T-SQL parser of Microsoft's: `run.py test --tsql-parser` installs it")
    return Path(given)


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """`real_data("olist")`: the folder of a real data set; skips the test where it is absent."""

    def find(name: str) -> Path:
        base = Path(os.environ.get("DW_REAL_DATA") or ROOT.parent / "shared" / "data")
        if not (base / name).is_dir():
            pytest.skip(f"no real data: {base / name} is not there (DW_REAL_DATA names the folder)")
        return base / name

    return find
