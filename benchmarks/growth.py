"""What a run costs as the shop grows: nothing changed, and 2 000 orders more, at several sizes.

    python benchmarks/growth.py [ITEMS ...] [--changed ORDERS] [--plain] [--repeats N] [--keep DIR]

Two kinds of run, told apart: windowed (only what is stamped in the window: `--vars
'{varredura_horas: 8760}'`, no sweep is due) and swept (`--sweep`: every order is compared). Each
kind has a dbt folder of its own, parsed beforehand, because dbt parses everything anew when a
variable has another value. `--plain` runs the launcher without either option, for a version that
does not know them.

The ratio is to the smallest size, so 1.00 in every line would be a cost that does not grow. Each
figure is a process from start to end, the median of the repeats; peaks are the largest seen. The
runs over a changed shop add their orders one after the other.
"""

from __future__ import annotations

from collections import defaultdict

from measure import Calls, Shop, Workplace, heading, parser, table, workplace

KINDS: dict[str, tuple[str, ...]] = {
    "windowed": ("--vars", "{varredura_horas: 8760}"),
    "swept": ("--sweep",),
}
PLAIN: dict[str, tuple[str, ...]] = {"plain": ()}


def measure(
    place: Workplace, items: int, changed: int, kinds: dict[str, tuple[str, ...]], repeats: int
) -> dict[tuple[str, str], Calls]:
    """All runs over one size: seconds by (kind of run, what had changed)."""
    first, *_ = kinds
    shop = place.fresh("grow", items, first)
    found: dict[tuple[str, str], Calls] = defaultdict(Calls)
    found["first load", first].append(shop.run("--json", *kinds[first]))
    as_kind = {kind: Shop(shop.folder, place.target(kind)) for kind in kinds}
    # All unchanged runs before the first change: a stamp of just now is read again for a while.
    for what, orders in (("nothing changed", 0), (f"{changed:,} orders more", changed)):
        for _ in range(repeats):
            for kind, arguments in kinds.items():
                if orders:
                    shop.run("source", "simulate", "--orders", str(orders))
                found[what, kind].append(as_kind[kind].run("--json", *arguments))
    place.drop(shop)
    return found


def main() -> None:
    """Measures each size; prints each as soon as it is there, with its ratio to the smallest."""
    options_parser = parser(__doc__, 100_000, 1_000_000, 10_000_000)
    options_parser.add_argument("--changed", type=int, default=2000, metavar="N", help="(2000)")
    options_parser.add_argument(
        "--plain", action="store_true", help="leave out --sweep and varredura_horas"
    )
    options = options_parser.parse_args()
    kinds = PLAIN if options.plain else KINDS
    heading("Runs over a growing shop")
    smallest: dict[tuple[str, str], Calls] = {}
    with workplace(options) as place:
        for kind, arguments in kinds.items():
            place.warm(kind, *arguments)
        for items in sorted(options.items):
            found = measure(place, items, options.changed, kinds, options.repeats)
            smallest = smallest or found
            print(f"\n{items:,} order items, median of {options.repeats} (first load: 1)")
            table(
                ("what", "run", "seconds", "to smallest", "peak MB"),
                [
                    (*key, calls.seconds, calls.seconds / smallest[key].seconds, calls.peak_mb)
                    for key, calls in found.items()
                ],
            )


if __name__ == "__main__":
    main()
