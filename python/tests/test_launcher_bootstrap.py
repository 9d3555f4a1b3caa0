"""run.py and the making of the environment, with installers that need no network."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ecommerce_dw import bootstrap
from ecommerce_dw.errors import DwError


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "requirements.lock"
    file.write_text("one==1\n")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "environment"


class FakeInstaller:
    """Counts its calls; fails with `error` when that is given."""

    def __init__(self, error: str | None = None) -> None:
        self.calls = 0
        self.error = error

    def __call__(self, python: Path, lock: Path) -> None:
        assert python.exists()
        self.calls += 1
        if self.error:
            raise DwError(self.error)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 0), (3, 10, 14)])
def test_an_old_python_gets_one_sentence(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: tuple[int, int, int],
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(root / "run.py"), run_name="__main__")
    error = capsys.readouterr().err
    assert stopped.value.code == 2
    assert f"this is {version[0]}.{version[1]}" in error
    assert error.count("\n") == 1


def test_run_py_parses_on_old_pythons(root: Path) -> None:
    compile((root / "run.py").read_text(), "run.py", "exec", flags=0, dont_inherit=True)
    import ast

    ast.parse((root / "run.py").read_text(), feature_version=(3, 4))
    assert "f'" not in (root / "run.py").read_text()


def test_the_environment_is_made_once(folder: Path, lock: Path) -> None:
    installer = FakeInstaller()
    python = bootstrap.ensure_environment(folder, lock, [installer])
    assert bootstrap.ensure_environment(folder, lock, [installer]) == python
    assert installer.calls == 1
    assert subprocess.run([python, "-c", "pass"], check=False).returncode == 0


def test_a_changed_lock_file_updates_it(folder: Path, lock: Path) -> None:
    bootstrap.ensure_environment(folder, lock, [FakeInstaller()])
    (folder / "kept").touch()
    lock.write_text("one==2\n")
    assert not bootstrap.is_current(folder, lock)
    again = FakeInstaller()
    bootstrap.ensure_environment(folder, lock, [again])
    assert again.calls == 1
    assert (folder / "kept").exists()
    assert bootstrap.is_current(folder, lock)


def test_line_ends_do_not_make_it_stale(folder: Path, lock: Path) -> None:
    bootstrap.ensure_environment(folder, lock, [FakeInstaller()])
    lock.write_bytes(b"one==1\r\n")
    assert bootstrap.is_current(folder, lock)


def test_an_interrupted_installation_is_made_anew(folder: Path, lock: Path) -> None:
    def killed(python: Path, lock: Path) -> None:
        (folder / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bootstrap.ensure_environment(folder, lock, [killed])
    assert not bootstrap.is_current(folder, lock)
    bootstrap.ensure_environment(folder, lock, [FakeInstaller()])
    assert not (folder / "half").exists()
    assert bootstrap.is_current(folder, lock)


def test_pip_follows_when_uv_fails(folder: Path, lock: Path) -> None:
    uv, pip = FakeInstaller("uv has no network"), FakeInstaller()
    bootstrap.ensure_environment(folder, lock, [uv, pip])
    assert (uv.calls, pip.calls) == (1, 1)


def test_no_network_is_one_sentence_and_keeps_the_old_environment(folder: Path, lock: Path) -> None:
    bootstrap.ensure_environment(folder, lock, [FakeInstaller()])
    before = lock.read_text()
    lock.write_text("one==2\n")
    with pytest.raises(DwError, match="no route to the index") as failed:
        bootstrap.ensure_environment(folder, lock, [FakeInstaller("no route to the index")])
    assert failed.value.exit_code == 2
    assert "\n" not in str(failed.value)
    lock.write_text(before)
    assert bootstrap.is_current(folder, lock)


def test_a_folder_that_is_no_environment_is_left_alone(folder: Path, lock: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").touch()
    with pytest.raises(DwError, match="not a virtual environment"):
        bootstrap.ensure_environment(folder, lock, [FakeInstaller()])
    assert (folder / "thesis.txt").exists()


def test_an_environment_of_the_users_own_is_completed(folder: Path, lock: Path) -> None:
    import venv

    venv.create(folder)
    (folder / "mine").touch()
    bootstrap.ensure_environment(folder, lock, [FakeInstaller()])
    assert (folder / "mine").exists()
    assert bootstrap.is_current(folder, lock)


def test_a_file_in_the_way_is_one_sentence(tmp_path: Path, lock: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DwError, match="DW_VENV") as failed:
        bootstrap.ensure_environment(tmp_path / "file" / "environment", lock, [FakeInstaller()])
    assert failed.value.exit_code == 2


def test_two_starts_make_it_once(folder: Path, lock: Path) -> None:
    calls = []

    def slow(python: Path, lock: Path) -> None:
        calls.append(python)
        time.sleep(0.3)

    starts = [
        threading.Thread(target=bootstrap.ensure_environment, args=(folder, lock, [slow]))
        for _ in range(3)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(calls) == 1
    assert bootstrap.is_current(folder, lock)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for pip is a shell script")
def test_the_error_of_the_installer_is_told(
    tmp_path: Path, folder: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uv = tmp_path / "uv"
    uv.write_text(
        "#!/bin/sh\necho 'Collecting one'\necho 'ERROR: no such host' >&2\necho bye\nexit 7\n"
    )
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(DwError, match="ERROR: no such host"):
        bootstrap.ensure_environment(folder, lock, [bootstrap.with_uv])


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Python is a shell script")
def test_run_py_hands_over_from_any_folder(root: Path, tmp_path: Path) -> None:
    python = bootstrap.python_of(tmp_path / "environment")
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$PYTHONPATH" "$@"\nexit 7\n')
    python.chmod(0o755)
    marker = tmp_path / "environment" / ".dw-lock"
    marker.write_text(bootstrap.lock_hash(root / "requirements.lock"))
    done = subprocess.run(
        [sys.executable, str(root / "run.py"), "--entity", "a b"],
        env={"DW_VENV": str(tmp_path / "environment"), "PATH": os.environ["PATH"]},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7
    assert done.stdout == f"{root / 'python'} -P -m ecommerce_dw --entity a b\n"


def test_the_lock_files_name_no_registry(root: Path) -> None:
    for name in ("requirements", "requirements-dev"):
        text = (root / f"{name}.lock").read_text()
        assert "://" not in text
        assert "index-url" not in text
        assert text.count("--hash=sha256:") > text.count("==")
