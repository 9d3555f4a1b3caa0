"""The main job: source made on first use, `dbt build`, summary from the audit tables."""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecommerce_dw import definitions
from ecommerce_dw.arguments import check_entity, parse_cutoff
from ecommerce_dw.connection_log import EMBEDDED_SERVER, attempt, forget_written, hand_over
from ecommerce_dw.dbt_runner import Outcome, Query, dbt_session, run_dbt
from ecommerce_dw.duckdb_file import check_whole, wait_until_free
from ecommerce_dw.ending import exit_code
from ecommerce_dw.errors import DwError
from ecommerce_dw.progress import Progress
from ecommerce_dw.running import Announcement, announced
from ecommerce_dw.settings import ENTITIES, Settings, target_in_use
from ecommerce_dw.summary import Summary, read_summary, show

if TYPE_CHECKING:
    from rich.console import Console

EMBEDDED = "duckdb"
ABORTED = "aborted"
INTERRUPTED = "Interrupted: the next run does what was left."
NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")


def main_job(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """`run.py` without a command. Returns the exit code; `--json` prints the object on stdout."""
    started = time.monotonic()
    try:
        summary = _load(options, settings, console)
    except (DwError, KeyboardInterrupt) as error:
        if options.json:
            failed = Summary(error=str(error) or INTERRUPTED, seconds=time.monotonic() - started)
            print(json.dumps(failed.as_json(), ensure_ascii=False))
        raise
    summary.seconds = time.monotonic() - started
    if options.json:
        print(json.dumps(summary.as_json(), ensure_ascii=False))
    return report(summary, settings, console)


def report(summary: Summary, settings: Settings, console: Console) -> int:
    """Shows a summary; returns the exit code that it deserves."""
    show(summary, console, str(settings.log))
    if summary.status == ABORTED:
        return exit_code()
    return 0 if summary.status == "success" else 1


def _load(options: argparse.Namespace, settings: Settings, console: Console) -> Summary:
    entity = check_entity(options.entity)
    if entity and (options.select or options.exclude):
        raise DwError("Use --entity, or --select and --exclude, not both.", 2)
    arguments = list(NO_UNIT_TESTS)
    if entity:
        arguments += ["--selector", entity]
    if options.select:
        arguments += ["--select", *options.select]
    if options.exclude:
        arguments += ["--exclude", *options.exclude]
    if options.full_refresh:
        arguments.append("--full-refresh")
    if options.threads is not None:
        if options.threads < 1:
            raise DwError("--threads takes a number from 1 on.", 2)
        arguments += ["--threads", str(options.threads)]
    variables = parse_variables(options.vars)
    asked = {
        "cutoff": parse_cutoff(options.cutoff) if options.cutoff else None,
        "varrer": options.sweep or None,
        "testar_tudo": options.tests == "all" or None,
    }
    run_variables = {name: value for name, value in asked.items() if value is not None}
    prepare(settings, options.target, console)
    return build(
        settings,
        console,
        f"Loading {entity or 'the warehouse'}",
        arguments,
        variables=variables,
        run_variables=run_variables,
        target=options.target,
        debug=options.debug,
        complete=not (entity or options.select or options.exclude),
        remake=options.full_refresh,
    )


def build(
    settings: Settings,
    console: Console,
    title: str,
    arguments: Sequence[str],
    *,
    variables: Mapping[str, Any] | None = None,
    run_variables: Mapping[str, Any] | None = None,
    target: str | None = None,
    debug: bool = False,
    complete: bool = False,
    remake: bool = False,
) -> Summary:
    """One `dbt build`: progress while it runs, then its summary (status failed when dbt failed).

    `complete`: it builds everything, so that views and seeds may be left out of it where they are
    known to be right, unless `remake`, and are known to be right after it.
    """
    # The audit tables hold what dbt's JSON files would tell, and writing those takes seconds.
    command = ["--no-write-json", "build", *arguments]
    if target:
        command += ["--target", target]
    waiting = hand_over(settings)
    complete = complete and embedded(target)
    gc.disable()  # for good: the process ends after this, and dbt's manifest is no garbage
    with claimed(settings, target, console) as listeners:
        known = complete and not remake and definitions.known(settings, variables or {})
        if known:
            command += definitions.LEFT_OUT
        with (
            Progress(console, title, told=ENTITIES) as progress,
            dbt_session(
                settings,
                command,
                variables=variables,
                run_variables=run_variables,
                listeners=[progress, *listeners],
                debug=debug,
            ) as (outcome, query),
        ):
            summary = _summary(outcome, query, waiting)
            if complete and outcome.success and not known:
                definitions.remember(settings, variables or {}, query)
        if outcome.interrupted and summary.run_id is not None:
            _close_interrupted(settings, outcome.invocation_id, target)
    return summary


def _summary(outcome: Outcome, query: Query, waiting: list[Path]) -> Summary:
    try:
        summary = read_summary(query, outcome.invocation_id)
        if summary.run_id is not None:
            forget_written(waiting, query)
    except DwError:
        if outcome.success:
            raise
        summary = Summary()  # what stopped dbt keeps the audit out of reach too
    if outcome.success and summary.run_id is None:
        raise DwError("Nothing fits the selection: `dbt ls` lists what there is.", 2)
    if summary.nodes_failed or not summary.error:  # else the audit's own sentence says why
        summary.error = outcome.problem
    if outcome.interrupted:
        summary.status, summary.error = ABORTED, INTERRUPTED
    elif not outcome.success and summary.status in ("success", "running"):
        summary.status = "failed"
    return summary


def _close_interrupted(settings: Settings, invocation_id: str, target: str | None) -> None:
    """dbt leaves on-run-end out after Ctrl-C: closes the run as aborted, the lock with it."""
    arguments = ["run-operation", "encerrar_interrompida"]
    arguments += ["--args", json.dumps({"invocacao": invocation_id})]
    if target:
        arguments += ["--target", target]
    run_dbt(settings, arguments)


def prepare(settings: Settings, target: str | None, console: Console) -> None:
    """Makes data folder and missing source (embedded), or tries the server. Raises DwError."""
    if not embedded(target):
        if (target or target_in_use()) == "sqlserver":
            _try_server(settings)
        return  # dbt tells of a target that there is not
    make_data_folder(settings)
    if settings.source.exists():
        with attempt(settings, EMBEDDED_SERVER, settings.source.stem):
            check_whole(settings.source)
    elif settings.warehouse.exists():
        raise DwError(
            f"The source {settings.source} is gone, and {settings.warehouse.name} was loaded from "
            "it: put it back, or start anew by `python run.py reset`."
        )
    else:
        from ecommerce_dw.source_commands import make_source

        console.print(
            f"There is no source yet: making one with 100,000 order items in {settings.source}."
        )
        make_source(settings)


def _try_server(settings: Settings) -> None:
    """Connects once: dbt would try thrice, and say it at length."""
    from ecommerce_dw.sqlserver.connection import WAREHOUSE, connected, login_from_environment

    login = login_from_environment()
    with attempt(settings, login.server, WAREHOUSE), connected(WAREHOUSE, login=login):
        pass


def embedded(target: str | None) -> bool:
    """Whether a target (default: `DW_TARGET`) is the embedded engine."""
    return (target or target_in_use()) == EMBEDDED


@contextlib.contextmanager
def claimed(
    settings: Settings, target: str | None, console: Console
) -> Iterator[list[Announcement]]:
    """On the embedded engine: tells readers of the run, then waits for a used warehouse.

    `DW_LOCK_WAIT` (seconds, default 30) is how long. Yields the listeners that keep readers told.
    Raises InUse when somebody still holds the file. On SQL Server: takes the lock of its runs.
    """
    if (target or target_in_use()) == "sqlserver":
        from ecommerce_dw.sqlserver.run_lock import held

        with held():
            yield []
        return
    if not embedded(target):
        yield []
        return
    with announced(settings.data_dir) as announcement:
        with attempt(settings, EMBEDDED_SERVER, settings.warehouse.stem):
            wait_until_free(settings.warehouse, lock_wait(), console.print)
        yield [announcement]


def make_data_folder(settings: Settings) -> None:
    """Makes the data folder. Raises DwError (2) when it cannot be made or written."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        writable = os.access(settings.data_dir, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise DwError(
            f"The data folder {settings.data_dir} cannot be written: mend its permissions or name "
            "another one in DW_DATA_DIR.",
            2,
        )


def lock_wait() -> float:
    """`DW_LOCK_WAIT`: seconds to wait for a database that another process uses."""
    text = os.environ.get("DW_LOCK_WAIT", "30")
    try:
        return float(text)
    except ValueError:
        raise DwError(f"DW_LOCK_WAIT is {text!r}: give a number of seconds.", 2) from None


def parse_variables(text: str | None) -> dict[str, Any]:
    """The YAML mapping of `--vars`. Raises DwError (2) when it is none."""
    if text is None:
        return {}
    import yaml

    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError:
        given = None
    if not isinstance(given, dict):
        raise DwError("--vars takes a YAML mapping, such as '{dias_fechamento: 10}'.", 2)
    # A date of YAML is a text to dbt, as if it were quoted.
    plain: dict[str, Any] = json.loads(json.dumps(given, default=str))
    return plain
