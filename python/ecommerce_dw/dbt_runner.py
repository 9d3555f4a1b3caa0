"""Calls dbt in this process, and lets go of the database afterwards."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ecommerce_base.duckdb_file import file_words
from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings, can_write, is_plain, on_server
from ecommerce_base.statements import Ask, Row, rows_of
from ecommerce_dw.ending import asked
from ecommerce_lean import dbt_lean
from ecommerce_server.connection import login_from_environment, server_words
from ecommerce_server.driver import find_driver

if TYPE_CHECKING:
    from dbt_common.events.base_types import EventMsg

TEMPLATES = "templates.marshal"
# Of the project's variables, those that configurations of models or sources read.
SHAPING = frozenset({"estrategia_fatos", "forcar_incremental", "oltp_database"})
_FAILED = {"error", "fail", "runtime error", "partial success"}
_HEADER = re.compile(r"^(?:[A-Z]\w+ )+Error(?: in .*)?$")


@dataclass
class Outcome:
    """What a dbt command did. `problem`: one sentence, None when all went well."""

    success: bool
    invocation_id: str
    interrupted: bool = False
    problem: str | None = None
    tests: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@contextlib.contextmanager
def dbt_session(
    settings: Settings,
    arguments: Sequence[str],
    *,
    variables: Mapping[str, Any] | None = None,
    listeners: Sequence[Callable[[EventMsg], None]] = (),
    debug: bool = False,
) -> Iterator[tuple[Outcome, Ask]]:
    """Runs a dbt command; yields its outcome and a way to query the warehouse.

    dbt parses everything anew whenever a variable has another value. So the project is parsed
    without those that nothing but the run itself depends on, such as the cutoff.

    When the context ends every connection is closed and the database's lock is gone. Failures of
    dbt are in the outcome; it raises none.
    """
    # Looking for garbage in all that dbt keeps takes a third of its start and a tenth of a run.
    collecting = gc.isenabled()
    gc.disable()
    warnings: list[str] = []

    def note_warning(event: EventMsg) -> None:
        if event.info.level == "warn":
            warnings.append(f"{event.info.name}: {event.info.msg.strip()}")

    callbacks = [note_warning, *listeners]
    folders = ["--project-dir", str(settings.root), "--profiles-dir", str(settings.root)]
    # The level of the console would else become the log file's too.
    # The SQL of each node is in target/run; writing it to the log as well takes a sixth of a run.
    in_file = "debug" if debug else "info"
    level = ["--log-level", "info" if debug else "none", "--log-level-file", in_file]
    _enter(settings)
    # Its threads hold Python most of the time: fewer hand-overs.
    sys.setswitchinterval(0.05)
    try:
        # dbt and dbt-duckdb print; stdout belongs to the launcher's own result.
        with (
            contextlib.redirect_stdout(sys.stderr if debug else io.StringIO()),
            contextlib.nullcontext() if debug else dbt_lean.lean(settings.target / TEMPLATES),
        ):
            from dbt.cli.main import dbtRunner
            from dbt_common.invocation import get_invocation_id

            manifest = result = None
            parsed_with = _parsed_with(settings, variables or {})
            if parsed_with != (variables or {}):
                parse = ["parse", *_variables(parsed_with)]
                result = dbtRunner(callbacks=callbacks).invoke([*level, *parse, *folders])
                manifest = result.result
            if result is None or result.success:
                runner = dbtRunner(manifest=manifest, callbacks=callbacks)
                given = _variables(variables)
                result = runner.invoke([*level, *arguments, *given, *folders])
                if "--no-write-json" in arguments:
                    _write_results(result.result, settings)
        outcome = Outcome(success=result.success, invocation_id=get_invocation_id())
        outcome.warnings = warnings
        outcome.interrupted = asked() and not result.success
        if result.exception is not None and not outcome.interrupted:
            outcome.problem = _problem(str(result.exception), settings)
        else:
            _read_results(outcome, result.result, settings)
        yield outcome, _ask
    finally:
        if collecting:
            gc.enable()
        close_connections()


def end_if_asked(event: EventMsg) -> None:
    """Ends before the first node where an import or a parser has swallowed Ctrl-C."""
    if asked() and event.info.name == "FoundStats":
        raise KeyboardInterrupt


def _write_results(results: Any, settings: Settings) -> None:
    """Writes what `dbt retry` reads, of dbt's JSON files alone: the others take seconds."""
    file = settings.target / "run_results.json"
    file.unlink(missing_ok=True)
    if hasattr(results, "write"):
        results.args.pop("log_level", None)
        results.args.pop("log_level_file", None)
        results.write(str(file))


def _enter(settings: Settings) -> None:
    """Names the data folder from its parent, as profiles.yml does by default.

    dbt parses everything anew when a path in the profile changes: with `data/...` from the right
    current folder, one parse cache serves bare dbt, the launcher and every copy of the data. A name
    that is not plain is not told: dbt-duckdb takes a path for a URL.
    """
    data = settings.data_dir
    for folder, variable in (
        (settings.target, "DBT_TARGET_PATH"),
        (settings.log.parent, "DBT_LOG_PATH"),
    ):
        if not can_write(folder):
            raise DwError(
                f"dbt cannot write into {folder}: mend the permissions there or name another "
                f"folder in {variable}.",
                2,
            )
    if not data.parent.is_dir():
        os.chdir(settings.root)
        os.environ["DW_DATA_DIR"] = str(data)
    elif is_plain(data.name) or not data.is_dir():
        os.chdir(data.parent)
        os.environ["DW_DATA_DIR"] = data.name
    else:
        os.chdir(data)
        os.environ["DW_DATA_DIR"] = os.curdir
    if on_server():  # what the profile reads
        driver = find_driver(login_from_environment().auth)
        driver.export()
        if driver.preview:
            print(f"SQL Server is reached by {driver}.", file=sys.stderr)


def _parsed_with(settings: Settings, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables that a configuration depends on; those of packages may be such."""
    if not variables:
        return {}
    import yaml

    own: Mapping[str, Any] = {}
    # What is wrong with the file, dbt will say.
    with contextlib.suppress(OSError, yaml.YAMLError, TypeError, KeyError, ValueError):
        own = dict(yaml.safe_load((settings.root / "dbt_project.yml").read_bytes())["vars"])
    of_run = {k for k, v in own.items() if not isinstance(v, dict) and k not in SHAPING}
    return {name: value for name, value in variables.items() if name not in of_run}


def _variables(variables: Mapping[str, Any] | None) -> list[str]:
    import yaml

    # As YAML: dbt reads no emoji from JSON's escapes.
    return ["--vars", yaml.safe_dump(dict(variables), width=sys.maxsize)] if variables else []


def run_dbt(
    settings: Settings,
    arguments: Sequence[str],
    *,
    listeners: Sequence[Callable[[EventMsg], None]] = (),
    debug: bool = False,
) -> Outcome:
    """Runs a dbt command whose outcome alone matters."""
    with dbt_session(settings, arguments, listeners=listeners, debug=debug) as (outcome, _):
        return outcome


def close_connections() -> None:
    """Closes what dbt left open in this process.

    dbt-duckdb keeps one DuckDB instance, and with it the lock on the file, for the life of the
    process (its issue 616): its environment has to be closed, not only the adapters' connections.
    """
    from dbt.adapters.factory import cleanup_connections, reset_adapters

    cleanup_connections()
    reset_adapters()
    if "dbt.adapters.duckdb.connections" in sys.modules:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        if DuckDBConnectionManager._ENV is not None:
            DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager.close_all_connections()


def _ask(statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Runs a statement with `?` parameters on the adapter that dbt used, of any engine."""
    from dbt.adapters.factory import FACTORY
    from dbt_common.exceptions import DbtBaseException

    if not FACTORY.adapters:
        raise DwError("dbt stopped before it reached the warehouse.")
    adapter: Any = next(iter(FACTORY.adapters.values()))
    try:
        with adapter.connection_named("launcher"):
            _, cursor = adapter.connections.add_query(
                statement, auto_begin=False, bindings=list(parameters)
            )
            return rows_of(cursor)
    except DbtBaseException as error:
        raise DwError(sentence(str(error))) from error


def _read_results(outcome: Outcome, results: Any, settings: Settings) -> None:
    problems: list[str] = []
    for result in getattr(results, "results", None) or ():
        node = getattr(result, "node", None)  # `run-operation` tells of none
        kind, status = str(node.resource_type if node else "operation"), str(result.status)
        if kind in ("test", "unit_test"):
            outcome.tests[status] = outcome.tests.get(status, 0) + 1
        if status not in _FAILED:
            continue
        message = str(result.message or status)
        if kind == "operation":  # the hook's own words come first
            problems.insert(0, message)
        else:
            problems.append(f"{result.node.name}: {sentence(message)}")
    if problems:
        outcome.problem = _problem(problems[0], settings, others=len(problems) - 1)
    elif not outcome.success:
        outcome.problem = _problem("dbt failed", settings)


def _problem(message: str, settings: Settings, others: int = 0) -> str:
    """The sentence, with the log's place unless it is one that a hook or this launcher wrote."""
    known = file_words(message) or server_words(message)
    if known or " in operation " in message.partition("\n")[0]:
        return known or sentence(message)
    more = f" and {others} more" if others else ""
    return f"{sentence(message).rstrip('.')}{more} (log: {settings.log})."


def sentence(message: str) -> str:
    """The sentence in a dbt error, or its list: without its header, the SQL and the macro stack."""
    kept: list[str] = []
    for line in (line.strip() for line in message.strip().splitlines()):
        if not kept and (not line or _HEADER.match(line)):
            continue
        if not line or line.startswith((">", "LINE ", "compiled code at")):
            break
        kept.append(line)
    listed = any(line.startswith("- ") for line in kept)
    return ("\n" if listed else " ").join(kept) or message.strip()
