"""A reader process of the tests: polls the warehouse and writes down what it got.

usage: polling.py DATA_DIR OUTPUT STOP_FILE. One JSON object: counts of answers by kind, errors,
torn reads.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from dashboards.common.query import Query
from dashboards.common.reader import Busy, open_reader
from ecommerce_base.settings import ROOT, Settings

SQL = Path(__file__).parent / "sql"
TIMES_A_SECOND = 10


def torn(counts: dict[str, int]) -> bool:
    """Whether figures of one answer are of two moments."""
    return (
        counts["vendas"] != counts["vendas_auditadas"]
        or counts["descontos"] != counts["descontos_auditados"]
        or counts["run_reconciliada"] != counts["run_id"]
        or counts["run_da_mais_velha"] != counts["run_id"]
        or counts["em_curso"] != 0
    )


def main(data_dir: str, output: str, stop: str) -> None:
    """Polls until the stop file is there."""
    reader = open_reader(Settings(ROOT, Path(data_dir)))
    facts = Query((SQL / "facts_now.sql").read_text(encoding="utf-8"))
    audited = Query((SQL / "facts_audited.sql").read_text(encoding="utf-8"))
    kinds: Counter[str] = Counter()
    errors: list[str] = []
    torn_reads: list[dict[str, int]] = []
    runs: set[int] = set()
    while not Path(stop).exists():
        began = time.monotonic()
        try:
            answer = reader.read(facts, audited)
            counts = {
                name: int(value)
                for frame in answer.frames
                for name, value in frame.iloc[0].to_dict().items()
            }
            kinds["stale" if answer.stale else "fresh"] += 1
            kinds["with progress"] += answer.run is not None
            runs.add(counts["run_id"])
            if torn(counts):
                torn_reads.append(counts)
        except Busy:
            kinds["busy"] += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, the test reports it
            errors.append(f"{type(error).__name__}: {error}")
        time.sleep(max(1 / TIMES_A_SECOND - (time.monotonic() - began), 0))
    result = {
        "kinds": kinds,
        "errors": errors,
        "torn": torn_reads,
        "runs": sorted(runs),
    }
    Path(output).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
