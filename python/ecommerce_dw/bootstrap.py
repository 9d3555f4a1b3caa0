"""Makes the virtual environment from requirements.lock and starts the CLI in it: stdlib only.

A file in the environment, `.dw-lock`, says what it holds: the SHA-256 of the lock file once an
installation is complete, `incomplete` while one is under way. An environment left incomplete (power
cut, Ctrl-C) is made again from nothing; one that fits another lock file is brought up to date; one
that somebody else made is completed, never emptied.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ecommerce_dw.errors import DwError

INCOMPLETE = "incomplete"
Installer = Callable[[Path, Path], None]


def start(root: str, arguments: Sequence[str]) -> int:
    """Becomes `python -m ecommerce_dw` in the environment (on Windows: returns its exit code)."""
    here = Path(root)
    try:
        python = ensure_environment(venv_folder(here), here / "requirements.lock")
    except DwError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(
            "Interrupted while making the environment: the next start makes it again.",
            file=sys.stderr,
        )
        return 130
    search = [str(here / "python"), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, search))
    # -P: a file named like a library in the current folder must not be imported instead of it.
    command = [str(python), "-P", "-m", "ecommerce_dw", *arguments]
    if os.name == "nt":
        return _wait_for(command)
    os.execv(python, command)


def venv_folder(root: Path) -> Path:
    """`DW_VENV`, or `.venv` in the project."""
    return Path(os.environ.get("DW_VENV") or root / ".venv").absolute()


def lock_hash(lock: Path) -> str:
    """SHA-256 of the lock file; line ends do not count."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def is_current(folder: Path, lock: Path) -> bool:
    """Whether the environment exists, is complete and holds what the lock file says."""
    return python_of(folder).exists() and _marker_text(folder) == lock_hash(lock)


def python_of(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure_environment(
    folder: Path, lock: Path, installers: Sequence[Installer] | None = None
) -> Path:
    """Returns the environment's Python; makes or updates the environment where that is needed.

    `installers` are tried in turn until one works (default: uv where it is found, then pip).
    Raises DwError (exit code 2) when the folder cannot be written or no installer works.
    """
    if is_current(folder, lock):
        return python_of(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _only_one(folder.with_name(folder.name + ".lock")):
            if not is_current(folder, lock):  # another start may have made it meanwhile
                _make(folder, lock, _default_installers() if installers is None else installers)
    except OSError as error:
        raise DwError(
            f"The Python environment {folder} cannot be written ({error.strerror or error}): mend "
            "the folder's permissions or name another one in DW_VENV.",
            2,
        ) from error
    return python_of(folder)


def _make(folder: Path, lock: Path, installers: Sequence[Installer]) -> None:
    before = _marker_text(folder)
    ours = before is not None
    if folder.exists() and not ours and any(folder.iterdir()) and not _is_venv(folder):
        raise DwError(
            f"{folder} is not a virtual environment and is not empty: name another in DW_VENV.", 2
        )
    _say(f"{'Updating' if ours else 'Making'} the Python environment in {folder} ...")
    started = time.monotonic()
    if before == INCOMPLETE or not python_of(folder).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        before = None
        _mark(folder, INCOMPLETE)
        venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(folder)
    else:
        _mark(folder, INCOMPLETE)
    try:
        _install(folder, lock, installers)
    except DwError:
        # The installer gave up by itself, before it changed anything: keep what was usable.
        if before is not None:
            _mark(folder, before)
        raise
    _mark(folder, lock_hash(lock))
    _say(f"The environment is ready ({time.monotonic() - started:.0f} s).")


def _install(folder: Path, lock: Path, installers: Sequence[Installer]) -> None:
    problem = "no installer was found"
    for installer in installers:
        try:
            installer(python_of(folder), lock)
        except DwError as error:
            problem = str(error)
        else:
            return
    raise DwError(
        f"The Python environment could not be made ({problem}): check the network and the settings "
        "of pip (a proxy, a mirror), then start again.",
        2,
    )


def _default_installers() -> list[Installer]:
    return [*([with_uv] if shutil.which("uv") else []), with_pip]


def with_uv(python: Path, lock: Path) -> None:
    """Installs the locked packages with uv. Raises DwError with uv's last line."""
    _run(["uv", "pip", "install", "--python", str(python), "--require-hashes", "-r", str(lock)])


def with_pip(python: Path, lock: Path) -> None:
    """Installs the locked packages with the environment's own pip. Raises DwError as with_uv."""
    isolated = [str(python), "-I", "-m"]
    if not any(python.parent.glob("pip*")):
        _run([*isolated, "ensurepip", "--default-pip"])
    _run([*isolated, "pip", "install", "--no-input", "--require-hashes", "-r", str(lock)])


def _run(command: list[str]) -> None:
    """Runs an installer; shows its current line on a terminal, raises its last error."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    last = errors = ""
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
        ) as process:
            for line in process.stdout or ():
                last = line.strip() or last
                errors = last if last.lower().startswith("error") else errors
                _show(last)
    except OSError as error:
        raise DwError(f"{command[0]} did not start: {error.strerror}") from error
    finally:
        _show("")
    if process.returncode:
        raise DwError((errors or last or f"{command[0]} failed")[:300].rstrip(".:"))


def _show(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line[:78]}")
        sys.stderr.flush()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _is_venv(folder: Path) -> bool:
    return (folder / "pyvenv.cfg").exists()


def _marker_text(folder: Path) -> str | None:
    marker = folder / ".dw-lock"
    return marker.read_text(encoding="utf-8").strip() if marker.is_file() else None


def _mark(folder: Path, text: str) -> None:
    new = folder / ".dw-lock.new"
    new.write_text(text + "\n", encoding="utf-8")
    new.replace(folder / ".dw-lock")


@contextlib.contextmanager
def _only_one(lock_file: Path) -> Iterator[None]:
    """Holds an operating system lock, which dies with the process; waits for another holder."""
    with lock_file.open("a") as handle:
        if not _try_lock(handle.fileno()):
            _say("Another start is making the Python environment: waiting for it.")
            while not _try_lock(handle.fileno()):
                time.sleep(0.2)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _wait_for(command: Sequence[str]) -> int:
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the child got it too, and decides
