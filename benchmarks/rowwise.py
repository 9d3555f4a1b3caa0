"""A row-wise Python ETL of fact_vendas against the warehouse's load and a hand-written script.

    python benchmarks/rowwise.py [ITEMS ...] [--executemany] [--repeats N] [--keep DIR] [--work DIR]

First loads, on the same source. Two kinds of figures, told apart in the table:

- `the fact alone`: dimensions are loaded. Of the warehouse, the summed seconds of its nodes that
  judge the orders' rows and make fact_vendas, as its audit noted them (they also judge for
  fact_descontos and the quarantine); of the script, the .sql files of the fact; of the row-wise
  ETL, its lookups, extraction, computation and writing.
- `whole processes`: `run.py --entity fact_vendas` (dimensions, quarantine, tests and aggregates of
  it, dbt's start), the script with all 7 dimensions and 3 facts, and the row-wise ETL of the fact.

The ETL (rowwise_etl.py) writes batches of 1 000 rows as parameter arrays; `--executemany` measures
row-after-row writing as well, at about a millisecond a row. Its rows are compared with the
script's, which handwritten.py compares with the warehouse's; the benchmark ends where one differs.
Nothing is extrapolated: every size in the table was run.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path

from measure import (
    Calls,
    Shop,
    Workplace,
    answer,
    difference,
    heading,
    parser,
    table,
    timed,
    workplace,
)

HERE = Path(__file__).resolve().parent
FACT_STEPS = ("sales", "first_orders", "first_sales")


def fact_nodes(shop: Shop) -> float:
    """Seconds of the nodes behind fact_vendas in the newest run, summed."""
    return float(answer(shop.warehouse, "rowwise/fact_nodes")[0])


def compare(target: Path) -> int:
    """Rows of the row-wise fact; ends the benchmark where they are not the script's."""
    tables = ("script.fact.fact_vendas", "script.rowwise.fact_vendas")
    rows, lacking, beside = difference(*tables, script=target)
    if lacking or beside:
        sys.exit(f"The row-wise fact is another: {lacking} rows lack, {beside} are too many.")
    return rows


def measure(place: Workplace, items: int, writers: tuple[str, ...], repeats: int) -> None:
    """Times one size and prints its table."""
    alone: dict[str, list[float]] = defaultdict(list)
    whole: dict[str, Calls] = defaultdict(Calls)
    parts: dict[str, dict[str, float]] = {}
    rows = 0
    for _ in range(repeats):
        shop = place.fresh("rowwise", items)
        whole["warehouse"].append(shop.run("--json", "--entity", "fact_vendas"))
        alone["warehouse"].append(fact_nodes(shop))
        target = shop.folder / "script.duckdb"
        files = (str(shop.source), str(target))
        call = timed([sys.executable, str(HERE / "handwritten_etl.py"), *files])
        whole["hand-written script"].append(call)
        seconds = json.loads(call.output)
        alone["hand-written script"].append(sum(seconds[s] for s in FACT_STEPS))
        for writer in writers:
            name = f"row by row, {writer}"
            call = timed([sys.executable, str(HERE / "rowwise_etl.py"), *files, "--writer", writer])
            rows = compare(target)
            whole[name].append(call)
            parts[name] = json.loads(call.output)
            alone[name].append(sum(v for part, v in parts[name].items() if part != "rows"))
        place.drop(shop)
    print(
        f"\n{items:,} order items, median of {repeats}; the row-wise fact's {rows:,} rows are the "
        "script's (EXCEPT ALL both ways)"
    )
    base = statistics.median(alone["warehouse"])
    table(
        ("load", "the fact alone s", "to warehouse", "whole process s", "peak MB"),
        [
            (
                name,
                statistics.median(times),
                statistics.median(times) / base,
                whole[name].seconds,
                whole[name].peak_mb,
            )
            for name, times in alone.items()
        ],
    )
    for name, found in parts.items():
        told = ", ".join(f"{part} {found[part]:.2f} s" for part in found if part != "rows")
        print(f"{name}, the last one: {told}", flush=True)


def main() -> None:
    """Measures each size."""
    options_parser = parser(__doc__, 1_000_000)
    options_parser.add_argument(
        "--executemany", action="store_true", help="row-after-row writing too (slow)"
    )
    options = options_parser.parse_args()
    writers = ("arrays", "executemany") if options.executemany else ("arrays",)
    heading("fact_vendas: row-wise Python ETL, warehouse, hand-written script")
    with workplace(options) as place:
        place.warm()
        for items in options.items:
            measure(place, items, writers, options.repeats)


if __name__ == "__main__":
    main()
