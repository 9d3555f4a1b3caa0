"""run.py: makes the environment with installers that need no network, and hands over to it."""

from __future__ import annotations

import ast
import os
import runpy
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

import run

PARTS = ["core"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with lock files of its own, taken for the project."""
    (tmp_path / "requirements").mkdir()
    for part in ("core", "dashboards", "site", "sqlserver", "test", "uv"):
        (tmp_path / "requirements" / f"{part}.lock").write_text(f"{part}==1\n")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def folder(project: Path) -> Path:
    return project / "environment"


class Installer:
    """Stands in for run.install: counts its calls, fails when told to."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.asked: list[list[str]] = []
        self.error = error

    def __call__(self, python: Path, parts: list[str]) -> None:
        assert python.exists()
        self.asked.append(parts)
        if self.error:
            raise self.error


@pytest.fixture
def ensure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[list[str]]]:
    """`ensure(*parts, error=…)`: run.ensure; what the installer was asked for."""

    def call(*parts: str, error: BaseException | None = None) -> list[list[str]]:
        installer = Installer(error)
        monkeypatch.setattr(run, "install", installer)
        run.ensure(folder, folder / "bin" / "python", ["core", *parts])
        return installer.asked

    return call


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 0), (3, 10, 14)])
def test_an_old_python_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: tuple[int, int, int],
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(ROOT / "run.py"), run_name="__main__")
    error = capsys.readouterr().err
    assert stopped.value.code == 2
    assert f"this is {version[0]}.{version[1]}" in error
    assert error.count("\n") == 1


def test_run_py_parses_on_old_pythons_and_stays_small() -> None:
    text = (ROOT / "run.py").read_text()
    ast.parse(text, feature_version=(3, 4))
    assert len(text.splitlines()) <= 120


def test_the_environment_is_made_once(folder: Path, ensure: Callable[..., list[list[str]]]) -> None:
    assert ensure() == [["core"]]
    assert ensure() == []
    assert subprocess.run([folder / "bin" / "python", "-c", "pass"], check=False).returncode == 0


def test_a_part_is_installed_when_it_is_first_asked_for(
    ensure: Callable[..., list[list[str]]],
) -> None:
    ensure()
    assert ensure("dashboards") == [["core", "dashboards"]]
    assert ensure("dashboards") == ensure() == []


@pytest.mark.parametrize(
    ("words", "target", "parts"),
    [
        ([], "", ["core"]),
        (["--json", "doctor"], "", ["core"]),
        (["dashboards"], "", ["core", "dashboards"]),
        (["docs", "--no-serve"], "", ["core", "site"]),
        (["test", "-k", "x"], "", ["core", "dashboards", "sqlserver", "site", "test"]),
        (["--target", "sqlserver"], "", ["core", "sqlserver"]),
        (["source", "init", "--target=sqlserver"], "", ["core", "sqlserver"]),
        (["doctor"], "sqlserver", ["core", "sqlserver"]),
    ],
)
def test_which_words_need_which_part(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    target: str,
    parts: list[str],
) -> None:
    asked: list[list[str]] = []

    def stop(folder: Path, python: Path, parts: list[str]) -> None:
        asked.append(parts)
        raise RuntimeError("enough")

    monkeypatch.setattr(run, "ensure", stop)
    monkeypatch.setenv("DW_VENV", str(folder))
    monkeypatch.setenv("DW_TARGET", target)
    assert run.main(words) == 2
    assert asked == [parts]


def test_a_changed_lock_file_updates_it(
    project: Path, folder: Path, ensure: Callable[..., list[list[str]]]
) -> None:
    ensure()
    (folder / "kept").touch()
    (project / "requirements" / "core.lock").write_text("one==2\n")
    assert ensure() == [["core"]]
    assert (folder / "kept").exists()
    (project / "requirements" / "core.lock").write_bytes(b"one==2\r\n")
    assert ensure() == []


def test_another_checkout_installs_itself(
    project: Path, ensure: Callable[..., list[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure()
    moved = project.with_name("moved")
    project.rename(moved)
    monkeypatch.setattr(run, "ROOT", moved)
    environment = moved / "environment"
    run.ensure(environment, environment / "bin" / "python", PARTS)
    assert run.known(environment)["root"] == str(moved)


def test_an_interrupted_installation_is_made_anew(
    folder: Path, ensure: Callable[..., list[list[str]]]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        ensure(error=KeyboardInterrupt())
    (folder / "half").touch()
    assert ensure() == [["core"]]
    assert not (folder / "half").exists()


def test_no_network_keeps_the_old_environment(
    project: Path, folder: Path, ensure: Callable[..., list[list[str]]]
) -> None:
    ensure()
    before = run.known(folder)
    (project / "requirements" / "core.lock").write_text("one==2\n")
    with pytest.raises(RuntimeError):
        ensure(error=RuntimeError("no route to the index"))
    assert run.known(folder) == before


def test_a_folder_that_is_no_environment_is_left_alone(
    folder: Path, ensure: Callable[..., list[list[str]]]
) -> None:
    folder.mkdir()
    (folder / "thesis.txt").touch()
    with pytest.raises(RuntimeError, match="not a virtual environment"):
        ensure()
    assert (folder / "thesis.txt").exists()


def test_an_environment_of_the_users_own_is_completed(
    folder: Path, ensure: Callable[..., list[list[str]]]
) -> None:
    import venv

    venv.create(folder)
    (folder / "mine").touch()
    assert ensure() == [["core"]]
    assert (folder / "mine").exists()


def test_a_file_in_the_way_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DW_VENV", str(tmp_path / "file" / "environment"))
    assert run.main([]) == 2
    error = capsys.readouterr().err
    assert "DW_VENV" in error
    assert error.count("\n") == 1


def test_two_starts_make_it_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def slow(python: Path, parts: list[str]) -> None:
        calls.append(python)
        time.sleep(0.3)

    monkeypatch.setattr(run, "install", slow)
    asked = (folder, folder / "bin" / "python", PARTS)
    starts = [threading.Thread(target=run.ensure, args=asked) for _ in range(3)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(calls) == 1


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize("uv_works", [True, False])
def test_pip_follows_where_uv_fails(
    project: Path, monkeypatch: pytest.MonkeyPatch, uv_works: bool
) -> None:
    written = project / "called"
    for name, code in (("uv", 0 if uv_works else 7), ("python", 0)):
        script = project / name
        script.write_text(f'#!/bin/sh\necho "{name} $*" >> "{written}"\nexit {code}\n')
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{project}{os.pathsep}{os.environ['PATH']}")
    run.install(project / "python", ["core", "test"])
    lines = written.read_text().splitlines()
    assert "--require-hashes -r requirements/core.lock -r requirements/test.lock" in lines[0]
    assert "--no-build-isolation --editable ." in lines[-1]
    assert [line.split()[0] for line in lines] == (
        ["uv", "uv"] if uv_works else ["uv", "python", "python"]
    )


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Python is a shell script")
@pytest.mark.parametrize(
    ("unwritten", "told"),
    [({}, ""), ({"PYTHONDONTWRITEBYTECODE": "1"}, "an environment/pycache")],
    ids=["plain", "without_bytecode"],
)
def test_run_py_hands_over_from_any_folder(
    tmp_path: Path, unwritten: dict[str, str], told: str
) -> None:
    """Where no .pyc may lie beside the sources, each start would compile dbt anew."""
    environment = tmp_path / "an environment"
    python = environment / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/sh\necho "$@"\necho "$PYTHONDONTWRITEBYTECODE$PYTHONPYCACHEPREFIX"\nexit 7\n'
    )
    python.chmod(0o755)
    program = (
        f"import run; from pathlib import Path; run.install = lambda *_: None; "
        f"run.ensure(Path({str(environment)!r}), Path({str(python)!r}), ['core'])"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "--entity", "a b"],
        env={"DW_VENV": str(environment), "PATH": os.environ["PATH"], **unwritten},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7
    handed, cache = done.stdout.splitlines()
    assert handed == "-P -m ecommerce_dw --entity a b"
    assert cache == (str(tmp_path / told) if told else "")


def test_the_lock_files_name_no_registry() -> None:
    files = sorted((ROOT / "requirements").glob("*.lock"))
    assert [file.stem for file in files] == sorted(
        [*run.PARTS, "core", "dev", "elementary", "metrics", "notebook", "tsql-parser", "uv"]
    )
    for file in files:
        text = file.read_text()
        assert "://" not in text
        assert "index-url" not in text
        assert text.count("--hash=sha256:") >= text.count("==")
