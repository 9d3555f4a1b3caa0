"""What the benchmarks share: shops to load, calls that are timed, headings and tables.

A benchmark runs in an environment that holds the project's packages (`.venv/bin/python
benchmarks/NAME.py`); the launcher that it calls uses the same one, unless `DW_VENV` names another.
Every measured step is a process of its own: its start counts, and its peak memory is its own.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parent.parent
SQL = Path(__file__).resolve().parent / "sql"
SOURCE, WAREHOUSE = "ECOMMERCE_OLTP.duckdb", "DW_ECOMMERCE.duckdb"


@dataclass(frozen=True)
class Call:
    """One finished process: wall-clock seconds, peak resident memory in MB, what it printed."""

    seconds: float
    peak_mb: float
    output: str


class Calls(list[Call]):
    """Repeats of one step."""

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(call.seconds for call in self)

    @property
    def peak_mb(self) -> int:
        """The largest."""
        return round(max(call.peak_mb for call in self))


def timed(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Call:
    """Runs a command (in `folder`), waits for it; ends the benchmark, with its words, if it fails.

    The peak is that of the largest process among the command and its own finished children
    (`ru_maxrss` of wait4: KB on Linux, bytes on macOS; not for Windows).
    """
    env = {**os.environ, **(environment or {})}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+") as err:
        started = perf_counter()
        process = subprocess.Popen(list(command), env=env, cwd=folder, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        text = out.read()
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{text}{err.read()}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Call(seconds, usage.ru_maxrss / unit, text)


@dataclass(frozen=True)
class Shop:
    """A data folder, and a folder for dbt's cache and log that its runs share.

    The data folder is always called `data`: dbt parses everything anew when that name changes.
    """

    folder: Path
    target: Path

    @property
    def source(self) -> Path:
        return self.folder / SOURCE

    @property
    def warehouse(self) -> Path:
        return self.folder / WAREHOUSE

    def run(self, *arguments: str) -> Call:
        """`run.py ARGUMENTS` on this shop, timed."""
        return timed([sys.executable, str(ROOT / "run.py"), *arguments], self._environment())

    def dbt(self, *arguments: str) -> Call:
        """`dbt ARGUMENTS` without the launcher, on the same files and parse cache, timed."""
        dbt = str(Path(os.environ.get("DW_VENV", sys.prefix)) / "bin" / "dbt")
        places = ("--project-dir", str(ROOT), "--profiles-dir", str(ROOT))
        environment = {**self._environment(), "DW_DATA_DIR": self.folder.name}
        return timed([dbt, *arguments, *places], environment, self.folder.parent)

    def _environment(self) -> dict[str, str]:
        return {
            "DW_DATA_DIR": str(self.folder),
            "DW_VENV": os.environ.get("DW_VENV", sys.prefix),
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.target / "logs"),
        }


class Workplace:
    """A temporary folder with fresh shops in it; generated sources may be kept for next time."""

    def __init__(self, folder: Path, keep: Path | None) -> None:
        self._folder = folder
        self._keep = keep or folder / "kept"

    def target(self, name: str) -> Path:
        """dbt's folder of this name: runs with other `--vars` need one of their own."""
        return self._folder / "target" / name

    def empty(self, name: str, target: str = "plain") -> Shop:
        """A shop without a source; what was there before under this name is removed."""
        folder = self._folder / name / "data"
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.mkdir(parents=True)
        return Shop(folder, self.target(target))

    def fresh(self, name: str, items: int, target: str = "plain") -> Shop:
        """A shop with a generated source of `items` order items and no warehouse."""
        shop = self.empty(name, target)
        kept = self._keep / f"{items}" / SOURCE
        if not kept.exists():
            shop.run("source", "init", "--rows", str(items))
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(".part")
            shutil.copyfile(shop.source, part)
            part.replace(kept)
        else:
            shutil.copyfile(kept, shop.source)
        return shop

    def drop(self, shop: Shop) -> None:
        """Removes a shop that is done with."""
        shutil.rmtree(shop.folder.parent, ignore_errors=True)

    def warm(self, target: str = "plain", *arguments: str) -> None:
        """Lets dbt parse the project with these arguments, untimed, on a small shop."""
        shop = self.fresh("warm", 1000, target)
        shop.run(*arguments, "--entity", "dim_data")
        self.drop(shop)


@contextmanager
def workplace(options: argparse.Namespace) -> Iterator[Workplace]:
    """The temporary folder, in `--work` where that is given; gone at the end."""
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.work) as folder:
        yield Workplace(Path(folder), options.keep)
    print(f"\nload average at end {os.getloadavg()[0]:.1f}", flush=True)


def parser(description: str | None, *sizes: int) -> argparse.ArgumentParser:
    """The options that all benchmarks have; with `sizes`, those that are measured by default."""
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    if sizes:
        told = f"sizes in order items ({' '.join(map(str, sizes))})"
        made.add_argument("items", type=int, nargs="*", default=sizes, help=told)
    made.add_argument("--repeats", type=int, default=3, metavar="N", help="(3)")
    made.add_argument(
        "--keep", type=Path, metavar="DIR", help="where generated sources are kept, for reuse"
    )
    made.add_argument(
        "--work", type=Path, metavar="DIR", help="where the temporary folder is made (the system's)"
    )
    return made


def answer(file: Path, name: str) -> tuple[Any, ...]:
    """The one row of sql/NAME.sql on a DuckDB file."""
    with duckdb.connect(str(file), read_only=True) as opened:
        row = opened.execute((SQL / f"{name}.sql").read_text(encoding="utf-8")).fetchone()
    assert row
    return row


def difference(first: str, second: str, **files: Path) -> tuple[int, int, int]:
    """Rows of the first table, those that the second lacks, those that it has beside them.

    A table is named `file.schema.table`; `files` are the DuckDB files by these names.
    """
    with duckdb.connect() as both:
        for name, file in files.items():
            place = str(file).replace("'", "''")
            both.execute(f"attach '{place}' as {name} (read_only)")
        both.execute("set variable a = ?", [first])
        both.execute("set variable b = ?", [second])
        text = (SQL / "handwritten_difference.sql").read_text(encoding="utf-8")
        ((rows, lacking, beside),) = both.execute(text).fetchall()
    return int(rows), int(lacking), int(beside)


def heading(title: str, *more_packages: str) -> None:
    """Prints what was measured, on what, and beside what load."""
    packages = ("duckdb", "dbt-core", "dbt-duckdb", *more_packages)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    print(title)
    print(
        f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {_memory_gb():.0f} GB; "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"{versions}; commit {_commit()}; load average at start {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


def _commit() -> str:
    done = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


def table(columns: Sequence[str], rows: Sequence[Sequence[str | float | int | None]]) -> None:
    """Prints rows under their names: texts to the left, numbers to the right, None as a dash."""
    shown = [[_text(cell) for cell in row] for row in rows]
    widths = [max(len(name), *(len(row[i]) for row in shown)) for i, name in enumerate(columns)]
    left = [any(isinstance(row[i], str) for row in rows) for i in range(len(columns))]
    for line in (list(columns), *shown):
        cells = (
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(line, widths, left, strict=True)
        )
        print("  ".join(cells).rstrip(), flush=True)


def _text(cell: str | float | int | None) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:,.2f}" if abs(cell) < 100 else f"{cell:,.0f}"
    return f"{cell:,}" if isinstance(cell, int) else cell
