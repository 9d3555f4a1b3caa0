"""Times the loads of one generated shop in one go: first, unchanged, changed, full refresh.

    python benchmarks/loads.py [ITEMS] [CHANGED_ORDERS] [--repeats N] [--keep DIR] [--work DIR]

Prints each load's median of the repeats in seconds, its ratio to the first one, the rows written.
A figure is what the run says of itself; dbt's reading of the project is in the first one alone.
"""

from __future__ import annotations

import json
import statistics
from collections import defaultdict

from measure import heading, parser, table, workplace


def main() -> None:
    """Runs the scenario and prints the table."""
    options_parser = parser(__doc__)
    options_parser.add_argument("items", type=int, nargs="?", default=100_000, help="(100000)")
    options_parser.add_argument("changed", type=int, nargs="?", default=2000, help="(2000)")
    options = options_parser.parse_args()
    heading(f"Loads, {options.items:,} order items, median of {options.repeats}")
    seconds: dict[str, list[float]] = defaultdict(list)
    written: dict[str, int] = {}
    with workplace(options) as place:
        for _ in range(options.repeats):
            shop = place.fresh("loads", options.items)
            for name, orders, arguments in (
                ("first load", 0, ()),
                ("nothing changed", 0, ()),
                (f"{options.changed:,} orders more", options.changed, ()),
                ("full refresh", 0, ("--full-refresh",)),
            ):
                if orders:
                    shop.run("source", "simulate", "--orders", str(orders))
                told = json.loads(shop.run("--json", *arguments).output)
                seconds[name].append(float(told["seconds"]))
                written[name] = told["rows"]["inserted"] + told["rows"]["updated"]
            place.drop(shop)
    middle = {name: statistics.median(times) for name, times in seconds.items()}
    table(
        ("load", "seconds", "ratio", "rows written"),
        [(n, s, s / middle["first load"], written[n]) for n, s in middle.items()],
    )


if __name__ == "__main__":
    main()
