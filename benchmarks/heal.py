"""Times `reconcile --heal` of 1, 3 and 12 months against a full refresh, on one shop, in one go.

    python benchmarks/heal.py [ITEMS]

Each round changes one item's price a month without a stamp, so that only reconciliation can tell.
Prints, of the run that reloads: seconds of its SQL (summed over its nodes, tests aside), that of
the loads of the two order facts, and the items that fact_vendas read. Uses a temporary data folder
and the environment of run.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
SQL = Path(__file__).resolve().parent / "sql"


def run(folder: str, *arguments: str) -> None:
    """One call of run.py; ends the benchmark when it fails."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *arguments],
        env={**os.environ, "DW_DATA_DIR": folder},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def told(folder: str) -> tuple[float, float, int]:
    """What the newest run took: seconds of its loads, of the order facts, items read."""
    with duckdb.connect(f"{folder}/DW_ECOMMERCE.duckdb", read_only=True) as warehouse:
        row = warehouse.execute((SQL / "heal_cost.sql").read_text(encoding="utf-8")).fetchone()
    assert row
    return float(row[0]), float(row[1]), int(row[2])


def main() -> None:
    """Runs the rounds and prints the table."""
    items = int([*sys.argv[1:], "100000"][0])
    change = (SQL / "heal_change.sql").read_text(encoding="utf-8")
    results: dict[str, tuple[float, float, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        run(folder, "source", "init", "--rows", str(items))
        run(folder)
        for months in (1, 3, 12):
            with duckdb.connect(f"{folder}/ECOMMERCE_OLTP.duckdb") as source:
                source.execute(change, [months])
            run(folder, "reconcile", "--heal")
            results[f"heal {months:>2} months"] = told(folder)
        run(folder, "--full-refresh")
        results["full refresh"] = told(folder)
    whole = results["full refresh"]
    print(f"{items} order items")
    print(f"{'run':<16}{'loads s':>9}{'ratio':>7}{'facts s':>9}{'ratio':>7}{'items read':>12}")
    for name, (loads, facts, read) in results.items():
        print(
            f"{name:<16}{loads:>9.2f}{loads / whole[0]:>7.2f}"
            f"{facts:>9.2f}{facts / whole[1]:>7.2f}{read:>12}"
        )


if __name__ == "__main__":
    main()
