"""The words of the command line, checked as far as that needs nothing but the text."""

from __future__ import annotations

import argparse
import difflib
from datetime import datetime, time
from pathlib import Path
from typing import Any, NoReturn

from ecommerce_dw.errors import DwError
from ecommerce_dw.settings import ENTITIES


class Parser(argparse.ArgumentParser):
    """An argparse parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        raise DwError(
            f"{message[:1].upper()}{message[1:]} (`run.py --help` lists what there is).", 2
        )


def build_parser() -> argparse.ArgumentParser:
    """The parser; each command's name is in `command` (None: the main job)."""
    common = Parser(add_help=False)
    common.add_argument(
        "--debug",
        action="store_true",
        default=argparse.SUPPRESS,
        help="show tracebacks and dbt's log",
    )
    parser = Parser(
        prog="run.py",
        description="Loads the e-commerce warehouse: source (made on first use), dimensions, "
        "facts, views, tests, reconciliation.",
        parents=[common],
        allow_abbrev=False,
    )
    _main_job(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    def command(name: str, text: str, into: Any = commands) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = into.add_parser(
            name, help=text, description=text, parents=[common], allow_abbrev=False
        )
        return made

    test = command("test", "run every test: dbt parse, unit and data tests, pytest")
    test.add_argument("-k", metavar="EXPR", help="only the pytest tests that match")
    test.add_argument("--long", action="store_true", help="the long tests too")
    test.add_argument(
        "--histories",
        type=int,
        metavar="N",
        help="random histories of a source to hold the warehouse against (1; with --long 25)",
    )
    test.add_argument(
        "--seed",
        type=int,
        metavar="N",
        help="other random histories, the same ones for the same N",
    )

    source = command("source", "make, change or import the source database")
    kinds = source.add_subparsers(dest="kind", metavar="KIND", required=True, parser_class=Parser)
    _source_kinds(lambda name, text: command(name, text, kinds))

    reconcile = command("reconcile", "compare source and warehouse, by entity and month")
    reconcile.add_argument("--heal", action="store_true", help="reload the months that differ")

    docs = command("docs", "make the documentation and serve it")
    docs.add_argument("--port", type=int, default=8080, help="port to serve on (8080)")
    docs.add_argument("--host", default="127.0.0.1", help="address to serve on (127.0.0.1)")
    docs.add_argument("--no-serve", action="store_true", help="only make the files")

    boards = command("dashboards", "serve the monitor and the business pages until Ctrl-C")
    boards.add_argument("--monitor-port", type=int, default=8501, metavar="P", help="(8501)")
    boards.add_argument("--business-port", type=int, default=8502, metavar="P", help="(8502)")
    boards.add_argument(
        "--address", default="127.0.0.1", help="where to listen (127.0.0.1: this machine alone)"
    )

    doctor = command(
        "doctor", "check this machine, the data files or the server; say how to mend what is wrong"
    )

    backup = command("backup", "make a checked copy of the warehouse")
    backup.add_argument(
        "folder", nargs="?", type=Path, help="where to (the data folder's backups/)"
    )
    kind = backup.add_mutually_exclusive_group()
    kind.add_argument("--full", action="store_true", help="SQL Server: all of it")
    kind.add_argument("--log", action="store_true", help="SQL Server: only the log")
    restore = command("restore", "put a backup in place; the present warehouse is set aside")
    restore.add_argument("file", type=Path, nargs="?", help="a DuckDB backup")
    restore.add_argument("--folder", type=Path, metavar="DIR", help="SQL Server: the backups")
    restore.add_argument("--until", metavar="TS", help="SQL Server: as of this moment")
    restore.add_argument(
        "--force", action="store_true", help="SQL Server: even if the newest changes get lost"
    )
    for made in (backup, restore):
        made.add_argument(
            "--database", action="append", metavar="D", help="SQL Server: which (DW_ECOMMERCE)"
        )
    reset = command("reset", "set the warehouse aside, so that the next run starts anew")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    for made in (reconcile, docs, doctor, backup, restore, reset):
        _target(made)
    alerts = command("alerts", "the open alerts; exit code 1 when there are any")
    alerts.add_argument("--notify", action="store_true", help="send new ones to DW_ALERT_URLS")
    alerts.add_argument("--json", action="store_true", help="as one JSON object on stdout")
    _target(alerts)
    prepare = command(
        "prepare-server", "SQL Server: databases, schemas, roles, logins, audit (as administrator)"
    )
    _target(prepare)
    _schedule(command("schedule", "run a command, else the main job, again and again"))
    return parser


def _target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", metavar="T", help="duckdb or sqlserver (duckdb)")


def _schedule(parser: argparse.ArgumentParser) -> None:
    times = parser.add_mutually_exclusive_group()
    times.add_argument("--every", default="1h", metavar="T", help="90s, 15m, 1h, 1d (1h)")
    times.add_argument("--cron", metavar="EXPR", help="five fields, such as '30 2 * * *'")
    parser.add_argument("--now", action="store_true", help="the first run at once")
    parser.add_argument("--runs", type=int, metavar="N", help="end after N runs")
    parser.add_argument("--check", action="store_true", help="alive, and its last run went well?")
    parser.add_argument(
        "job", nargs=argparse.REMAINDER, metavar="-- COMMAND", help="what to run, as to run.py"
    )


def _main_job(parser: argparse.ArgumentParser) -> None:
    job = parser.add_argument_group("main job (no command)")
    job.add_argument("--entity", metavar="E", help="one of the ten dim_*/fact_* tables, or all")
    job.add_argument("--select", nargs="+", metavar="S", help="dbt's selection")
    job.add_argument("--exclude", nargs="+", metavar="S", help="dbt's exclusion")
    job.add_argument(
        "--full-refresh", action="store_true", help="rebuild instead of loading changes"
    )
    job.add_argument(
        "--sweep", action="store_true", help="compare everything, whatever the source stamped"
    )
    job.add_argument("--tests", choices=("run", "all"), default="run", help="rows to test (run)")
    job.add_argument("--cutoff", metavar="TS", help="load the source as of this moment")
    job.add_argument("--target", metavar="T", help="duckdb or sqlserver (duckdb)")
    job.add_argument("--vars", metavar="YAML", help="dbt variables")
    job.add_argument("--threads", type=int, metavar="N", help="nodes at a time")
    job.add_argument("--json", action="store_true", help="the result as one JSON object on stdout")


def _source_kinds(kind: Any) -> None:
    init = kind("init", "make a generated shop")
    init.add_argument("--rows", type=int, default=100_000, metavar="N", help="order items (100000)")
    init.add_argument("--seed", type=int, default=42, metavar="S", help="same seed, same data (42)")
    init.add_argument("--end", metavar="DATE", help="last day of the shop's three years (today)")
    replace = init.add_mutually_exclusive_group()
    replace.add_argument("--force", action="store_true", help="replace the source that is there")
    replace.add_argument("--if-missing", action="store_true", help="leave the one that is there")
    simulate = kind("simulate", "change the shop as a living one changes")
    simulate.add_argument(
        "--orders", type=int, default=2_000, metavar="N", help="new orders (2000)"
    )
    simulate.add_argument(
        "--seed", type=int, default=1, metavar="S", help="same seed, same changes (1)"
    )
    simulate.add_argument(
        "--bad-rows", type=int, default=0, metavar="K", help="rows that break the rules (0)"
    )
    olist = kind("import-olist", "import the public Olist data set (CSV or CSV.gz)")
    olist.add_argument("folder", type=Path, metavar="DIR")
    olist.add_argument(
        "--cost-ratio", metavar="R", help="cost as a part of the price, which Olist does not tell"
    )
    olist.add_argument("--force", action="store_true", help="replace the source that is there")
    for made in (init, simulate, olist):
        _target(made)


def check_entity(name: str | None) -> str | None:
    """The selector's name for `--entity`, None for all; DwError (2) with the nearest name."""
    if name is None or name == "all":
        return None
    if name in ENTITIES:
        return name
    near = difflib.get_close_matches(name.lower(), [*ENTITIES, "all"], n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]}?" if near else "."
    raise DwError(f"There is no entity {name!r}{hint} Entities: {', '.join(ENTITIES)}, all.", 2)


def parse_cutoff(text: str) -> str:
    """`YYYY-MM-DD HH:MM:SS.ffffff` of an ISO moment; of a date alone, its last microsecond.

    Raises DwError (2) for anything else, also for a moment with a time zone.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise DwError(
            f"The cutoff {text!r} is not a moment: write YYYY-MM-DD or "
            "'YYYY-MM-DD HH:MM:SS.ffffff', without a time zone.",
            2,
        )
    if not any(mark in text.strip() for mark in ("T", " ", ":")):
        moment = datetime.combine(moment.date(), time.max)
    return moment.isoformat(sep=" ", timespec="microseconds")
