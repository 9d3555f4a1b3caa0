"""Times the loads of one generated shop in one go: first, unchanged, changed, full refresh.

    python benchmarks/loads.py [ITEMS] [CHANGED_ORDERS] [REPEATS]

Prints the median of the repeats in seconds and each load's ratio to the first one. Uses a
temporary data folder and the environment of run.py; means little beside other work on the machine.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(folder: str, *arguments: str) -> dict[str, object]:
    """One call of run.py; the object that `--json` printed, or {} for a command without it."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *arguments],
        env={**os.environ, "DW_DATA_DIR": folder},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout)) if "--json" in arguments else {}


def main() -> None:
    """Runs the scenario and prints the table."""
    items, changed, repeats = (int(a) for a in [*sys.argv[1:], "100000", "2000", "3"][:3])
    seconds: dict[str, list[float]] = {}
    written: dict[str, int] = {}
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            run(folder, "source", "init", "--rows", str(items))
            for name, simulated, arguments in (
                ("first load", 0, []),
                ("nothing changed", 0, []),
                (f"{changed} orders more", changed, []),
                ("full refresh", 0, ["--full-refresh"]),
            ):
                if simulated:
                    run(folder, "source", "simulate", "--orders", str(simulated))
                result = run(folder, "--json", *arguments)
                seconds.setdefault(name, []).append(float(str(result["seconds"])))
                rows = result["rows"]
                assert isinstance(rows, dict)
                written[name] = rows["inserted"] + rows["updated"]
    first = statistics.median(seconds["first load"])
    print(f"{items} order items, median of {repeats}")
    print(f"{'load':<24}{'seconds':>9}{'ratio':>8}{'rows written':>14}")
    for name, times in seconds.items():
        middle = statistics.median(times)
        print(f"{name:<24}{middle:>9.1f}{middle / first:>8.2f}{written[name]:>14}")


if __name__ == "__main__":
    main()
