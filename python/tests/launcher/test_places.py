"""Folders, letters and rights that are not as usual: it works, or one sentence says what to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT, RunCli, Warehouse

import run
from ecommerce_base import settings as places
from ecommerce_base.duckdb_file import file_words
from ecommerce_dw import doctor

NOBODY = 65534
ODD = "a#b %20 'ção' 🎉 md:"
# A locale and streams that know ASCII alone.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
posix = pytest.mark.skipif(os.name == "nt", reason="rights and locales of POSIX")


@contextmanager
def unprivileged() -> Iterator[None]:
    """As a user whom rights bind, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that its user may enter and read, not write."""
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o001:  # pytest's own, which nobody else may enter
            folder.chmod(0o755)
    made = tmp_path / "closed"
    made.mkdir()
    made.chmod(0o555)
    yield made
    made.chmod(0o755)


@posix
def test_an_odd_data_folder_in_an_ascii_locale(
    run_cli: RunCli, loaded: Warehouse, tmp_path: Path
) -> None:
    """A name that is a URL to dbt-duckdb, letters that the locale lacks, an emoji for dbt."""
    odd = loaded.copy_to(tmp_path / ODD)
    words = ("--json", "--entity", "dim_regiao", "--vars", '{oltp: "🎉", x: "a\\x85b"}')
    done = run_cli(*words, data_dir=odd.data_dir, env=ASCII)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["entities"][0]["status"] == "success"
    done = run_cli("backup", data_dir=odd.data_dir, env=ASCII, check=True)
    assert "a#b %20 '\\xe7\\xe3o' \\U0001f389" in done.stdout
    assert len(list((odd.data_dir / "backups").iterdir())) == 1


@posix
@pytest.mark.parametrize(("name", "said"), [("a?b", "takes ?"), ("a\\b", "takes \\")])
def test_a_data_folder_that_duckdb_cannot_take(
    run_cli: RunCli, tmp_path: Path, name: str, said: str
) -> None:
    done = run_cli(data_dir=tmp_path / name / "data")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert "DW_DATA_DIR" in done.stderr
    assert not (tmp_path / name).exists()


@posix
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{dim_data_inicio: 2024-02-30}", "day is out of range for month"),
        ("&a {x: *a}", "Circular reference"),
        ("{x: 'a\x7fb'}", "special characters are not allowed"),
        ("{x: '\udcff'}", "no UTF-8 text"),
    ],
)
def test_variables_that_are_none(run_cli: RunCli, tmp_path: Path, given: str, said: str) -> None:
    done = run_cli("--vars", given, data_dir=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


@posix
def test_dbt_writes_beside_the_data_where_the_checkout_is_closed(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBT_TARGET_PATH", raising=False)
    monkeypatch.delenv("DBT_LOG_PATH", raising=False)
    (opened := tmp_path / "opened").mkdir()
    opened.chmod(0o777)
    data = opened / "data"
    with unprivileged():
        here = places.Settings(closed, data)
        assert (here.target, here.log) == (data / "target", data / "logs" / "dbt.log")
        here = places.Settings(opened, data)
        assert (here.target, here.log) == (opened / "target", opened / "logs" / "dbt.log")
    # A folder that one may write, with another user's file in it.
    (opened / "logs").mkdir(mode=0o777)
    (opened / "logs").chmod(0o777)
    (opened / "logs" / "dbt.log").touch()
    (opened / "logs" / "dbt.log").chmod(0o444)
    with unprivileged():
        assert here.log == data / "logs" / "dbt.log"
        monkeypatch.setenv("DBT_TARGET_PATH", str(closed / "target"))
        (found,) = (doctor._made(here),)
    assert not found.ok
    assert found.detail == f"not writable: {closed / 'target'}"
    assert "DBT_TARGET_PATH" in found.mend


def test_the_file_at_fault_is_named() -> None:
    """dbt's log is no database."""
    said = file_words("[Errno 13] Permission denied: '/srv/shop/logs/dbt.log'")
    assert said is not None
    assert said.startswith("/srv/shop/logs/dbt.log cannot be opened")


def test_doctor_leaves_an_environment_to_its_owner(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`pip install .`: run.py made nothing there, so no lock is held against it."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    found = doctor._packages(places.Settings(ROOT, tmp_path))
    assert found.ok and "which run.py did not make" in found.detail


@posix
def test_doctor_on_a_data_folder_of_somebody_else(closed: Path, loaded: Warehouse) -> None:
    here = places.Settings(ROOT, closed / "data")
    there = places.Settings(ROOT, loaded.data_dir)
    assert all(check(there).ok for check in doctor.CHECKS[2:])  # imports what it needs, as root
    closed.chmod(0o755)
    shutil.copytree(loaded.data_dir, here.data_dir)
    here.data_dir.chmod(0o700)
    with unprivileged():
        found = {check.name: check for check in (look(here) for look in doctor.CHECKS[2:])}
    here.data_dir.chmod(0o755)
    for name, file in (("Data folder", here.data_dir), ("Source", here.source)):
        assert not found[name].ok
        assert str(file) in found[name].detail
    for name in ("Source", "Warehouse", "Last run"):
        assert "give this user the right" in found[name].detail


@posix
def test_an_interpreter_that_this_user_cannot_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()  # without the right to run it, which root needs too
    monkeypatch.setenv("DW_VENV", str(tmp_path))
    monkeypatch.setattr(run, "ensure", lambda *_: None)
    assert run.main([]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"{tmp_path}: [Errno 13] Permission denied" in told
    assert "DW_VENV" in told


def test_an_environment_that_is_not_whole() -> None:
    """-S: as if no library could be read."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "ecommerce_dw"],
        cwd=ROOT / "python",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "DW_VENV" in done.stderr


@posix
def test_run_py_starts_over_in_utf8(tmp_path: Path) -> None:
    """Else `.dw-lock` could not hold the name of an accented folder."""
    program = "import run; run.ensure = lambda folder, *_: print(ascii(folder.name)) or exit(); "
    done = subprocess.run(
        [sys.executable, "-c", f"{program} run.main([])"],
        cwd=ROOT,
        env={**ASCII, "DW_VENV": str(tmp_path / "ção")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "'\\xe7\\xe3o'\n"
