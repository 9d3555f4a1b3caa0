"""The main job: source made on first use, `dbt build`, summary from the audit tables."""

from __future__ import annotations

import contextlib
import gc
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from typing import Any

import click

from ecommerce_base.commands import Launch, choose_target, nearest, target_option
from ecommerce_base.connection_log import EMBEDDED_SERVER, attempt, forget_written, hand_over
from ecommerce_base.duckdb_file import (
    InUse,
    check_whole,
    lock_wait,
    make_data_folder,
    wait_until_free,
)
from ecommerce_base.errors import DwError
from ecommerce_base.progress import Progress
from ecommerce_base.running import Announcement, announced
from ecommerce_base.settings import ENTITIES, Settings, on_server
from ecommerce_base.statements import Ask, shared, table_exists
from ecommerce_dw.commands import Launcher
from ecommerce_dw.dbt_runner import Outcome, dbt_session, end_if_asked, run_dbt
from ecommerce_dw.ending import exit_code
from ecommerce_dw.summary import Summary, read_summary, show, to_microseconds
from ecommerce_lean import definitions
from ecommerce_server.warehouse import ask_warehouse, try_warehouse

ABORTED = "aborted"
INTERRUPTED = "Interrupted: the next run does what was left."
_VARS = "--vars takes a YAML mapping, such as '{dias_fechamento: 10}'"
NO_UNIT_TESTS = ("--exclude-resource-types", "unit_test", "exposure")


@click.group(cls=Launcher, invoke_without_command=True, subcommand_metavar="[COMMAND ...]")
@click.option("--entity", metavar="E", help="one of the ten dim_*/fact_* tables, or all")
@click.option("--select", multiple=True, metavar="S...", help="dbt's selection")
@click.option("--exclude", multiple=True, metavar="S...", help="dbt's exclusion")
@click.option("--full-refresh", is_flag=True, help="rebuild instead of loading changes")
@click.option("--sweep", is_flag=True, help="compare everything, whatever the source stamped")
@click.option(
    "--tests", type=click.Choice(["run", "all"]), default="run", help="rows to test (run)"
)
@click.option("--cutoff", metavar="TS", help="load the source as of this moment")
@target_option
@click.option("--vars", metavar="YAML", help="dbt variables")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="nodes at a time")
@click.option("--json", "as_json", is_flag=True, help="the result as one JSON object on stdout")
@click.option("--debug", is_flag=True, expose_value=False, help="tracebacks and dbt's log")
@click.pass_context
def main_job(context: click.Context, /, **options: Any) -> int:
    """Loads the e-commerce warehouse, when no command is named: source (made on first use),
    dimensions, facts, views, tests, reconciliation."""
    launch: Launch = context.obj
    if launch.trial or context.invoked_subcommand is not None:
        return 0
    launch.as_json = options["as_json"]
    started = time.monotonic()
    try:
        summary = _load(launch, **options)
    except (DwError, KeyboardInterrupt) as error:
        if launch.as_json:
            failed = Summary(error=str(error) or INTERRUPTED, seconds=time.monotonic() - started)
            print(json.dumps(failed.as_json()))
        raise
    summary.seconds = time.monotonic() - started
    if launch.as_json:
        print(json.dumps(summary.as_json()))
    return report(summary, launch)


def report(summary: Summary, launch: Launch) -> int:
    """Shows a summary; returns the exit code that it deserves."""
    show(summary, launch)
    if summary.status == ABORTED:
        return exit_code()
    return 0 if summary.status == "success" else 1


def _load(
    launch: Launch,
    *,
    entity: str | None,
    select: Sequence[str],
    exclude: Sequence[str],
    full_refresh: bool,
    sweep: bool,
    tests: str,
    cutoff: str | None,
    target: str | None,
    vars: str | None,
    threads: int | None,
    as_json: bool,
) -> Summary:
    choose_target(target)
    entity = check_entity(entity)
    if entity and (select or exclude):
        raise DwError("Use --entity, or --select and --exclude, not both.", 2)
    arguments = list(NO_UNIT_TESTS)
    if entity:
        arguments += ["--selector", entity]
    for option, words in (("--select", select), ("--exclude", exclude)):
        arguments += [option, *words] if words else []
    if full_refresh:
        arguments.append("--full-refresh")
    if threads is not None:
        arguments += ["--threads", str(threads)]
    variables = parse_variables(vars)
    moment_asked = parse_cutoff(cutoff) if cutoff else None
    asked = {
        "cutoff": moment_asked,
        "varrer": sweep or None,
        "testar_tudo": tests == "all" or None,
    }
    prepare(launch)
    if moment_asked and not full_refresh:
        _check_cutoff(moment_asked, launch.settings)
    return build(
        launch,
        f"Loading {entity or 'the warehouse'}",
        arguments,
        variables=variables,
        run_variables={name: value for name, value in asked.items() if value is not None},
        complete=not (entity or select or exclude),
        remake=full_refresh,
    )


def build(
    launch: Launch,
    title: str,
    arguments: Sequence[str],
    *,
    variables: Mapping[str, Any] | None = None,
    run_variables: Mapping[str, Any] | None = None,
    complete: bool = False,
    remake: bool = False,
) -> Summary:
    """One `dbt build`: progress while it runs, then its summary (status failed when dbt failed).

    `complete`: it builds everything, so that views and seeds may be left out of it where they are
    known to be right, unless `remake`, and are known to be right after it.
    """
    # The audit tables hold what dbt's JSON files would tell, and writing those takes seconds.
    command = ["--no-write-json", "build", *arguments]
    settings = launch.settings
    waiting = hand_over(settings)
    complete = complete and not on_server()
    gc.disable()  # for good: the process ends after this, and dbt's manifest is no garbage
    with claimed(launch) as listeners:
        known = complete and not remake and definitions.known(settings, variables or {})
        if known:
            command += definitions.LEFT_OUT
        with (
            Progress(launch.console, title, told=ENTITIES) as progress,
            dbt_session(
                settings,
                command,
                variables={**(variables or {}), **(run_variables or {})},
                listeners=[progress, end_if_asked, *listeners],
                debug=launch.debug,
            ) as (outcome, ask),
        ):
            summary = _summary(outcome, ask, waiting)
            if complete and outcome.success and not known:
                definitions.remember(settings, variables or {}, ask)
        if outcome.interrupted and summary.run_id is not None:
            _close_interrupted(settings, outcome.invocation_id)
    return summary


def _summary(outcome: Outcome, ask: Ask, waiting: list[Path]) -> Summary:
    try:
        summary = read_summary(ask, outcome.invocation_id)
        if summary.run_id is not None:
            forget_written(waiting, ask)
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


def _close_interrupted(settings: Settings, invocation_id: str) -> None:
    """dbt leaves on-run-end out after Ctrl-C: closes the run as aborted, the lock with it."""
    arguments = ["run-operation", "encerrar_interrompida"]
    arguments += ["--args", json.dumps({"invocacao": invocation_id})]
    run_dbt(settings, arguments)


def _check_cutoff(cutoff: str, settings: Settings) -> None:
    """Raises DwError (2) for a moment before the last load, ahead of a run that could only fail."""
    found = _last_cutoff(settings)
    last = to_microseconds(found) if found else ""
    if cutoff < last:
        raise DwError(
            f"The cutoff {cutoff} lies before the last load ({last}): leave it out to go "
            "on from there, or add --full-refresh to rebuild as of then.",
            2,
        )


def _last_cutoff(settings: Settings) -> datetime | None:
    """What the warehouse was last loaded as of; None before the first load, or when in use."""
    if not on_server() and not settings.warehouse.exists():
        return None
    ask = partial(ask_warehouse, settings)
    with contextlib.suppress(InUse):
        if table_exists(ask, "ctl", "etl_control"):
            last: datetime | None = ask(shared("last_cutoff"), [])[0]["cutoff"]
            return last
    return None


def prepare(launch: Launch) -> None:
    """Makes data folder and missing source (embedded), or tries the server. Raises DwError."""
    settings = launch.settings
    if on_server():
        return try_warehouse(settings)
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
        from ecommerce_shop.generate import init

        launch.say(
            f"There is no source yet: making one with 100,000 order items in {settings.source}."
        )
        init(settings.source)
    return None


@contextlib.contextmanager
def claimed(launch: Launch) -> Iterator[list[Announcement]]:
    """On the embedded engine: tells readers of the run, then waits for a used warehouse.

    `DW_LOCK_WAIT` (seconds, default 30) is how long. Yields the listeners that keep readers told.
    Raises InUse when somebody still holds the file. On SQL Server: takes the lock of its runs.
    """
    settings = launch.settings
    if on_server():
        from ecommerce_server.run_lock import held

        with held():
            yield []
        return
    with announced(settings.data_dir) as announcement:
        with attempt(settings, EMBEDDED_SERVER, settings.warehouse.stem):
            wait_until_free(settings.warehouse, lock_wait(), launch.say)
        yield [announcement]


def check_entity(name: str | None) -> str | None:
    """The selector's name for `--entity`, None for all; DwError (2) with the nearest name."""
    if name is None or name == "all":
        return None
    if name in ENTITIES:
        return name
    hint = nearest(name, [*ENTITIES, "all"])
    raise DwError(f"There is no entity {name!r}{hint} Entities: {', '.join(ENTITIES)}, all.", 2)


def parse_cutoff(text: str) -> str:
    """`YYYY-MM-DD HH:MM:SS.ffffff` of an ISO moment; of a date alone, its last microsecond.

    Raises DwError (2) for anything else, also for a moment with a time zone.
    """
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError:
        given = None
    if given is None or given.tzinfo is not None:
        raise DwError(
            f"The cutoff {text!r} is not a moment: write YYYY-MM-DD or "
            "'YYYY-MM-DD HH:MM:SS.ffffff', without a time zone.",
            2,
        )
    if not any(mark in text.strip() for mark in ("T", " ", ":")):
        given = datetime.combine(given.date(), time_of_day.max)
    return to_microseconds(given)


def parse_variables(text: str | None) -> dict[str, Any]:
    """The YAML mapping of `--vars`. Raises DwError (2) when it is none."""
    if text is None:
        return {}
    import yaml

    try:
        # A date of YAML is a text to dbt, as if it were quoted.
        given = json.loads(json.dumps(yaml.safe_load(text), default=str))
    except (yaml.YAMLError, ValueError, TypeError) as error:
        words = " ".join(str(error).split())
        raise DwError(f"{_VARS}; this one says: {words}.", 2) from error
    if not isinstance(given, dict):
        raise DwError(f"{_VARS}.", 2)
    return given
