"""Times `reconcile --heal` of 1, 3 and 12 months against a full refresh, on one shop, in one go.

    python benchmarks/heal.py [ITEMS] [--keep DIR] [--work DIR]

Each round changes one item's price a month without a stamp, so that only reconciliation can tell.
Prints, of the run that reloads: seconds of its SQL (summed over its nodes, tests aside), that of
the loads of the two order facts, and the items that fact_vendas read.
"""

from __future__ import annotations

import duckdb
from measure import SQL, answer, heading, parser, table, workplace


def main() -> None:
    """Runs the rounds and prints the table."""
    options_parser = parser(__doc__)
    options_parser.add_argument("items", type=int, nargs="?", default=100_000, help="(100000)")
    options = options_parser.parse_args()
    change = (SQL / "heal_change.sql").read_text(encoding="utf-8")
    heading(f"Healing months against a full refresh, {options.items:,} order items")
    costs = {}
    with workplace(options) as place:
        shop = place.fresh("heal", options.items)
        shop.run()
        for months in (1, 3, 12):
            with duckdb.connect(str(shop.source)) as source:
                source.execute(change, [months])
            shop.run("reconcile", "--heal")
            costs[f"heal {months} months"] = answer(shop.warehouse, "heal_cost")
        shop.run("--full-refresh")
        whole = costs["full refresh"] = answer(shop.warehouse, "heal_cost")
    table(
        ("run", "loads s", "ratio", "facts s", "ratio", "items read"),
        [
            (
                *(name, float(loads), float(loads / whole[0])),
                *(float(facts), float(facts / whole[1]), int(read)),
            )
            for name, (loads, facts, read) in costs.items()
        ],
    )


if __name__ == "__main__":
    main()
