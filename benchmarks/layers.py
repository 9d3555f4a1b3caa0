"""What each layer of one unchanged run costs.

    python benchmarks/layers.py [ITEMS] [--repeats N] [--keep DIR] [--work DIR]

Three tables over one loaded shop in which nothing changed:

1. the phases of a bare `dbt build`, from the times of dbt's own events;
2. its nodes by kind: what each took, summed (dbt runs several at a time, so the sums exceed the
   time of the phase), from the same events;
3. runs with a layer left out, against the whole: what it saves is what a user waits for it. The
   launcher stands there too: it calls the same dbt, but sets Python up for it (no garbage
   collection, fewer hand-overs between threads), so it may be faster than the bare command.

Medians of the repeats.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from time import time
from typing import Any

from measure import Calls, Shop, heading, parser, table, timed, workplace

BUILD = ("build", "--no-write-json", "--exclude-resource-type", "unit_test")
WHOLE = "bare dbt build, the whole"
RECONCILIATION = ("reconciliacao", "int_reconciliacao_*")
VIEWS, AGGREGATES = ("path:models/vw", "path:models/ops"), ("path:models/agg",)
LEFT_OUT: dict[str, tuple[str, ...]] = {
    "without tests": (*BUILD, "test"),
    "without reconciliation": (*BUILD, "--exclude", *RECONCILIATION),
    "without business and operations views": (*BUILD, "--exclude", *VIEWS),
    "without aggregates, and views over them": (*BUILD, "--exclude", "path:models/agg+"),
    "without seeds": (*BUILD, "seed"),
    "dimensions, facts and what they need alone": (
        *(*BUILD, "test", "seed"),
        *("--exclude", *RECONCILIATION, *VIEWS, *AGGREGATES),
    ),
    "dim_data alone, without tests": (*BUILD, "test", "--select", "dim_data"),
}
PHASES = (
    "process start and imports",
    "project, parse cache, graph",
    "hook on-run-start",
    "connection, schemas, catalog",
    "nodes",
    "hook on-run-end",
    "end of process",
)


@dataclass
class Told:
    """What one build's events say: seconds by phase; number and seconds of nodes by kind."""

    phases: dict[str, float]
    kinds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def events(output: str) -> Iterator[tuple[str, float, dict[str, Any]]]:
    """(name, seconds since the epoch, data) of each event that dbt printed as JSON."""
    for line in output.splitlines():
        if line.startswith("{"):
            event = json.loads(line)
            moment = datetime.fromisoformat(event["info"]["ts"]).timestamp()
            yield event["info"]["name"], moment, event["data"]


def kind_of(node: dict[str, Any]) -> str:
    """A node's kind: its resource type, for models with the folder and what they are made as."""
    if node["resource_type"] != "model":
        return str(node["resource_type"])
    folder = str(node["node_path"]).split("/")[0]
    made_as = "view" if node["materialized"] == "view" else "table"
    return f"model: {folder}, {made_as}s"


def told(shop: Shop) -> Told:
    """One build, and where its time went."""
    started = time()
    call = shop.dbt("--log-format", "json", "--log-level", "info", *BUILD)
    ended = started + call.seconds
    at: dict[str, float] = {}
    hooks: list[float] = []
    kinds: dict[str, list[float]] = defaultdict(list)
    for name, moment, data in events(call.output):
        if name == "LogHookEndLine":
            hooks.append(float(data["execution_time"]))
        elif name == "LogStartLine":
            at.setdefault("first node", moment)
        elif name.startswith("Log") and name.endswith("Result"):
            at["last node"] = moment
            kinds[kind_of(data["node_info"])].append(float(data["execution_time"]))
        else:
            at[name] = moment
    if len(hooks) != 2:
        sys.exit(f"Two hooks were expected, dbt told of {len(hooks)}.")
    seconds = (
        at["MainReportVersion"] - started,
        at["ConcurrencyLine"] - at["MainReportVersion"],
        hooks[0],
        at["first node"] - at["ConcurrencyLine"] - hooks[0],
        at["last node"] - at["first node"],
        at["FinishedRunningStats"] - at["last node"],
        ended - at["FinishedRunningStats"],
    )
    return Told(dict(zip(PHASES, seconds, strict=True)), kinds)


def show_phases(all_told: list[Told]) -> None:
    """Tables 1 and 2."""
    median = {p: statistics.median(t.phases[p] for t in all_told) for p in PHASES}
    whole = statistics.median(sum(t.phases.values()) for t in all_told)
    print("\n1. Phases of a bare dbt build")
    table(
        ("phase", "seconds", "share %"),
        [(phase, seconds, 100 * seconds / whole) for phase, seconds in median.items()]
        + [("whole process", whole, 100.0)],
    )
    print("\n2. Its nodes by kind")
    kinds = {
        kind: (len(found), statistics.median(sum(t.kinds[kind]) for t in all_told))
        for kind, found in all_told[0].kinds.items()
    }
    total = sum(seconds for _, seconds in kinds.values())
    table(
        ("kind", "nodes", "summed s", "share %", "ms a node"),
        [
            (kind, count, seconds, 100 * seconds / total, 1000 * seconds / count)
            for kind, (count, seconds) in sorted(kinds.items(), key=lambda item: -item[1][1])
        ],
    )


def main() -> None:
    """Loads a shop, then measures it in the three ways."""
    options_parser = parser(__doc__)
    options_parser.add_argument(
        "items", type=int, nargs="?", default=100_000, help="size in order items (100000)"
    )
    options = options_parser.parse_args()
    heading(f"The layers of an unchanged run, {options.items:,} order items")
    with workplace(options) as place:
        shop = place.fresh("layers", options.items)
        shop.run()
        shop.dbt(*BUILD)  # the bare command's own parse, if it needs one
        show_phases([told(shop) for _ in range(options.repeats)])
        print("\n3. Layers left out")
        ways = {"run.py, the whole": None, WHOLE: BUILD, **LEFT_OUT}
        calls: dict[str, Calls] = defaultdict(Calls)
        for _ in range(options.repeats):  # one of each in turn: other work hits all alike
            for name, arguments in ways.items():
                call = shop.run("--json") if arguments is None else shop.dbt(*arguments)
                calls[name].append(call)
        whole = calls[WHOLE].seconds
        rows: list[tuple[str, float, float | None]] = [
            (name, found.seconds, None if name == WHOLE else whole - found.seconds)
            for name, found in calls.items()
        ]
        for name, code in (
            ("Python alone", "pass"),
            ("import of dbt and its adapter", "import dbt.cli.main, dbt.adapters.duckdb"),
            ("import of duckdb", "import duckdb"),
        ):
            imports = Calls([timed([sys.executable, "-c", code]) for _ in range(options.repeats)])
            rows.append((name, imports.seconds, None))
        table(("run", "seconds", "saves against the bare whole"), rows)


if __name__ == "__main__":
    main()
