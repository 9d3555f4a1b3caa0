"""Entry point: `python run.py --help`. Makes .venv on first use, then becomes the launcher."""
# Standard library only; any old Python 3 parses it. `.dw-lock` there: each part, its lock's hash.

import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import venv
from pathlib import Path

if sys.version_info < (3, 11):
    sys.stderr.write("Python 3.11 or newer is needed, this is %d.%d.\n" % sys.version_info[:2])
    sys.exit(2)
if sys.getfilesystemencoding() != "utf-8":  # it would lose the accents of a folder
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])

ROOT = Path(__file__).resolve().parent
LOCK = "requirements/{}.lock"
PARTS = {  # words of the command line that need more than the core
    "dashboards": {"dashboards", "test"},
    "sqlserver": {"sqlserver", "--target=sqlserver", "prepare-server", "test"},
    "site": {"docs", "test"},
    "test": {"test"},
}


def main(arguments: list[str]) -> int:
    """Becomes `python -m ecommerce_dw` in the environment (on Windows: returns its exit code)."""
    folder = Path(os.environ.get("DW_VENV") or ROOT / ".venv").absolute()
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    asked = {*arguments, os.environ.get("DW_TARGET", "")}
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):  # kept apart: dbt takes seconds to compile
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(folder / "pycache"))
    # -P: a file named like a library in the current folder must not be imported instead of it.
    command = [str(python), "-P", "-m", "ecommerce_dw", *arguments]
    try:
        ensure(folder, python, ["core", *(part for part in PARTS if PARTS[part] & asked)])
        if os.name != "nt":
            os.execv(command[0], command)
    except KeyboardInterrupt:
        return say("Interrupted while making the environment: the next start goes on.", 130)
    except (OSError, RuntimeError, sqlite3.Error) as error:
        return say("%s: %s. Mend that, or name another folder in DW_VENV." % (folder, error), 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command gets Ctrl-C too, and decides
    return subprocess.call(command)


def ensure(folder: Path, python: Path, parts: list[str]) -> None:
    """Installs the parts that are not there as locked. Raises OSError or RuntimeError."""
    locks = {part: (ROOT / LOCK.format(part)).read_bytes() for part in parts}
    wanted = {p: hashlib.sha256(text.replace(b"\r", b"")).hexdigest() for p, text in locks.items()}
    wanted["root"] = str(ROOT)  # where the editable installation points to
    if python.exists() and wanted.items() <= known(folder).items():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(str(folder) + ".lock", timeout=3600)) as lock:
        lock.execute("begin exclusive")  # a lock that dies with its process, on every system
        found = known(folder)  # another start may have made it meanwhile
        if python.exists() and wanted.items() <= found.items():
            return
        if "incomplete" in found or (folder / "pyvenv.cfg").exists() > python.exists():
            shutil.rmtree(folder)
            found = {}
        say("Installing %s in %s ..." % (", ".join(parts), folder))
        if not python.exists():
            if folder.exists() and any(folder.iterdir()):
                raise RuntimeError("it is not a virtual environment and not empty")
            venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(folder)
            (folder / ".dw-lock").write_text("incomplete", encoding="utf-8")
        install(python, parts)
        lines = ["%s %s\n" % line for line in {**found, **wanted}.items()]
        (folder / ".dw-lock.new").write_text("".join(lines), encoding="utf-8")
        (folder / ".dw-lock.new").replace(folder / ".dw-lock")


def install(python: Path, parts: list[str]) -> None:
    """By uv, which takes a fifth of pip's time, where it can be had; else by pip."""
    locked = ["--require-hashes", *(word for part in parts for word in ("-r", LOCK.format(part)))]
    project = ["--no-build-isolation", "--editable", "."]
    uv, pip = shutil.which("uv"), [str(python), "-I", "-m", "pip", "install", "--no-deps"]
    if not uv:
        if not any(python.parent.glob("pip*")):
            run([*pip[:3], "ensurepip", "--default-pip"])
        with contextlib.suppress(RuntimeError):
            run([*pip, "--require-hashes", "-r", LOCK.format("uv")])
        uv = shutil.which("uv", path=str(python.parent))
    try:
        for words in (locked, project):
            run([uv or "uv", "pip", "install", "--no-deps", "--python", str(python), *words])
    except (OSError, RuntimeError):
        run([*pip, "--no-compile", *locked])
        run([*pip, *project])


def run(command: list[str]) -> None:
    """Runs an installer, whose own words show how far it is. Raises RuntimeError when it fails."""
    code = subprocess.call(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=2)
    if code:
        raise RuntimeError("%s ended with %d" % (command[0], code))


def known(folder: Path) -> dict[str, str]:
    """The lines of `.dw-lock`; `incomplete` while a new environment is being made."""
    note = folder / ".dw-lock"
    lines = note.read_text(encoding="utf-8").splitlines() if note.is_file() else []
    return {name: rest for name, _, rest in (line.partition(" ") for line in lines)}


def say(line: str, code: int = 0) -> int:
    """Tells a person, and gives back the exit code."""
    print(line, file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
