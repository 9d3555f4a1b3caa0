"""The command line: calls the command, turns a failure into a sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from ecommerce_dw.arguments import build_parser
from ecommerce_dw.ending import exit_code, listen
from ecommerce_dw.errors import DwError
from ecommerce_dw.settings import Settings, export_environment, load_settings, target_in_use

if TYPE_CHECKING:
    from rich.console import Console

Command = Callable[[argparse.Namespace, Settings, "Console"], int]

# Imported when called: `--help` must not load dbt.
COMMANDS = {
    None: "load:main_job",
    "test": "suite:run_suite",
    "source": "source_commands:run_source",
    "reconcile": "reconcile:reconcile",
    "docs": "docs:docs",
    "dashboards": "serve:dashboards",
    "doctor": "doctor:doctor",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "reset": "backup:reset",
    "schedule": "schedule:schedule",
    "alerts": "alerts:alerts",
    "prepare-server": "prepare_server:prepare_server",
}

# Commands of the target sqlserver that need a connection; the others say so themselves.
_ON_THE_SERVER = (None, "source", "reconcile", "docs", "backup", "restore")


def main(arguments: Sequence[str]) -> int:
    """Runs one command. Returns 0 success, 1 failed or partial, 2 wrong usage, 130 or 143 ended."""
    debug = "--debug" in arguments
    listen()
    try:
        options = build_parser().parse_args(arguments)
        options.debug = debug
        settings = load_settings()
        export_environment(settings, arguments)
        _choose_target(options)
        return _command(options.command)(options, settings, _console(options))
    except DwError as error:
        if debug:
            raise
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        if debug:
            raise
        print("Interrupted.", file=sys.stderr)
        return exit_code()
    except OSError as error:
        if debug:
            raise
        where = f" {error.filename}" if error.filename else ""
        print(f"The system refused{where}: {error.strerror or error}.", file=sys.stderr)
        return 1


def _choose_target(options: argparse.Namespace) -> None:
    """Makes `--target` hold for this whole process, with what dbt needs to reach that engine."""
    if given := getattr(options, "target", None):
        os.environ["DW_TARGET"] = given
    if target_in_use() == "sqlserver" and options.command in _ON_THE_SERVER:
        from ecommerce_dw.sqlserver.connection import login_from_environment
        from ecommerce_dw.sqlserver.driver import find_driver

        driver = find_driver(login_from_environment().auth)
        driver.export()
        if driver.preview:
            print(f"SQL Server is reached by {driver}.", file=sys.stderr)


def _command(name: str | None) -> Command:
    module, function = COMMANDS[name].split(":")
    command: Command = getattr(import_module(f"ecommerce_dw.{module}"), function)
    return command


def _console(options: argparse.Namespace) -> Console:
    """Where people read: stdout, or stderr when stdout carries the JSON object."""
    from rich.console import Console

    # A stream of its own: while dbt runs, sys.stdout is turned away.
    return Console(file=sys.stderr if getattr(options, "json", False) else sys.stdout)
