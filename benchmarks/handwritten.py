"""The warehouse against a hand-written DuckDB script that makes the same dimensions and facts.

    python benchmarks/handwritten.py [ITEMS ...] [--repeats N] [--keep DIR] [--work DIR]

The script (handwritten_etl.py) is SQL alone: it shows what audit, quarantine, tests, aggregates,
views, reconciliation and dbt itself cost. Before anything is timed, a small shop is loaded by both,
first and after changes, and every row of the ten tables is compared, surrogate keys included; the
benchmark ends where one differs. Then for each size: first load, nothing changed, 0.1 % more orders
(and the changes that come with them). Each figure is a process from start to end, the median of the
repeats; peaks are the largest seen.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from measure import (
    Call,
    Calls,
    Shop,
    Workplace,
    difference,
    heading,
    parser,
    table,
    timed,
    workplace,
)

SCRIPT = Path(__file__).resolve().parent / "handwritten_etl.py"
TABLES = (
    *(f"dim.dim_{name}" for name in ("data", "cliente", "produto", "regiao", "equipe")),
    *(f"dim.dim_{name}" for name in ("vendedor", "desconto")),
    *(f"fact.fact_{name}" for name in ("vendas", "descontos", "metas")),
)
SMALL, SMALL_CHANGE = 20_000, 300
SHARE_CHANGED = 1000
ITEMS_AN_ORDER = 1.6


def script(shop: Shop, *arguments: str) -> Call:
    """The hand-written script on a shop, timed; its tables go into script.duckdb."""
    files = (str(shop.source), str(shop.folder / "script.duckdb"))
    return timed([sys.executable, str(SCRIPT), *files, *arguments])


def differences(shop: Shop) -> dict[str, tuple[int, int, int]]:
    """By table: rows of the warehouse, those the script lacks, those it has beside them."""
    files = {"warehouse": shop.warehouse, "script": shop.folder / "script.duckdb"}
    return {name: difference(f"warehouse.{name}", f"script.{name}", **files) for name in TABLES}


def verify(place: Workplace) -> None:
    """Both load a small shop, first and after changes; ends the benchmark where a row differs."""
    shop = place.fresh("verify", SMALL)
    for step in ("first load", "changed"):
        if step == "changed":
            shop.run("source", "simulate", "--orders", str(SMALL_CHANGE))
        result = json.loads(shop.run("--json").output)
        script(shop, "--cutoff", result["cutoff"])
        found = differences(shop)
        wrong = {name: counts for name, counts in found.items() if counts[1] or counts[2]}
        if wrong:
            sys.exit(f"The script does not say what the warehouse says, {step}: {wrong}")
        rows = sum(counts[0] for counts in found.values())
        print(
            f"verified on {SMALL:,} items, {step}: {rows:,} rows of {len(found)} tables are the "
            "same in all business columns and surrogate keys (EXCEPT ALL both ways)",
            flush=True,
        )
    place.drop(shop)


def compare(place: Workplace, items: int, repeats: int) -> None:
    """Times one size and prints its table."""
    orders = max(1, round(items / ITEMS_AN_ORDER / SHARE_CHANGED))
    changed = f"{orders:,} orders more (0.1 %)"
    warehouse: dict[str, Calls] = defaultdict(Calls)
    plain: dict[str, Calls] = defaultdict(Calls)
    for _ in range(repeats):
        shop = place.fresh("compare", items)
        for step in ("first load", "nothing changed", changed):
            if step == changed:
                shop.run("source", "simulate", "--orders", str(orders))
            warehouse[step].append(shop.run("--json"))
            plain[step].append(script(shop))
        place.drop(shop)
    print(f"\n{items:,} order items, median of {repeats}")
    table(
        ("load", "warehouse s", "script s", "ratio", "warehouse peak MB", "script peak MB"),
        [
            (
                step,
                warehouse[step].seconds,
                plain[step].seconds,
                warehouse[step].seconds / plain[step].seconds,
                warehouse[step].peak_mb,
                plain[step].peak_mb,
            )
            for step in warehouse
        ],
    )


def main() -> None:
    """Verifies, then measures each size."""
    options = parser(__doc__, 1_000_000).parse_args()
    heading("The warehouse against a hand-written DuckDB script")
    with workplace(options) as place:
        verify(place)
        for items in options.items:
            compare(place, items, options.repeats)


if __name__ == "__main__":
    main()
