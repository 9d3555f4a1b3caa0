"""Commands of this project's Python, in forks of a process that has imported dbt already.

A start of dbt costs 1.9 CPU-seconds of imports, and the tests start it hundreds of times. Where a
process cannot be forked, or the interpreter itself is to start otherwise, it is started as ever.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from invariants.lean import lean as leaner

ROOT = Path(__file__).resolve().parents[2]
IMPORTED = [
    "dbt.cli.main", "dbt.adapters.duckdb", "dbt.parser.manifest", "dbt.task.build",
    "ecommerce_dw.cli", "ecommerce_dw.dbt_runner", "ecommerce_lean.dbt_lean", "rich.table",
    "invariants.lean",
]  # fmt: skip
# What Python reads before the first line of a program.
OF_THE_INTERPRETER = ("PYTHON", "LC_", "LANG", "MALLOC", "LD_")


def run(
    program: str,
    *arguments: str,
    env: Mapping[str, str],
    cwd: Path = ROOT,
    timeout: float = 300,
    lean: bool = False,
) -> subprocess.CompletedProcess[str]:
    """A module, or a script (`x.py`), to its end; `lean` as `invariants/lean.py` runs it."""
    if os.name == "nt" or any(_starts_otherwise(name, env) for name in {*env, *os.environ}):
        way = [str(ROOT / "python/tests/invariants/lean.py")] if lean else ["-P"]
        command = [sys.executable, *way, *_named(program), *arguments]
        return subprocess.run(
            command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, encoding="utf-8", timeout=timeout, check=False,
        )  # fmt: skip
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "out"), Path(folder, "err")
        work = (program, arguments, dict(env), str(cwd), lean, *map(str, told))
        for file in told:
            file.touch()
        process = context.Process(target=_child, args=work)
        with _no_main():
            process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired([program, *arguments], timeout)
        output, errors = (file.read_text(encoding="utf-8", errors="replace") for file in told)
        return subprocess.CompletedProcess([program, *arguments], process.exitcode, output, errors)


def _starts_otherwise(name: str, env: Mapping[str, str]) -> bool:
    return name.startswith(OF_THE_INTERPRETER) and env.get(name) != _at_start.get(name)


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """A fork would run this process's main module again: under a page's tests, that is the page."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _named(program: str) -> list[str]:
    return [program] if program.endswith(".py") else ["-m", program]


def _child(
    program: str,
    arguments: tuple[str, ...],
    env: dict[str, str],
    cwd: str,
    lean: bool,
    output: str,
    errors: str,
) -> None:
    for stream, file in ((sys.stdout, output), (sys.stderr, errors)):
        stream.flush()
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(descriptor, stream.fileno())
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(cwd)
    sys.argv = [program, *arguments]
    start = runpy.run_path if program.endswith(".py") else runpy.run_module
    with leaner() if lean else contextlib.nullcontext():
        start(program, run_name="__main__")


_at_start = {**os.environ, "PYTHONIOENCODING": "utf-8"}
