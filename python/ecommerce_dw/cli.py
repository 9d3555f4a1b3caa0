"""Runs one command; turns a failure into a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ecommerce_base.commands import Launch, sentence_of
from ecommerce_base.errors import DwError
from ecommerce_base.settings import export_environment, load_settings
from ecommerce_dw.ending import exit_code, listen
from ecommerce_dw.load import main_job


def main(arguments: Sequence[str]) -> int:
    """Runs one command. Returns 0 success, 1 failed or partial, 2 wrong usage, 130 or 143 ended."""
    words = [word for word in arguments if word != "--debug"]
    debug = len(words) < len(arguments)
    listen()
    try:
        _check_text([*arguments, os.environ.get("DW_DATA_DIR", "")])
        launch = Launch(load_settings(), debug)
        export_environment(launch.settings, arguments)
        name = "dw" if Path(sys.argv[0]).stem == "dw" else "run.py"
        with main_job.make_context(name, words, obj=launch) as context:
            code: int = main_job.invoke(context)
        return code
    except click.exceptions.Exit as done:  # after --help
        return done.exit_code
    except click.ClickException as error:
        return _told(sentence_of(error), error.exit_code, debug)
    except DwError as error:
        return _told(str(error), error.exit_code, debug)
    except KeyboardInterrupt:
        return _told("Interrupted.", exit_code(), debug)
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        return _told(f"The system refused{where}: {error.strerror or error}.", 1, debug)


def _check_text(words: Sequence[str]) -> None:
    """Raises DwError (2) for bytes that are no text: dbt and DuckDB take none."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise DwError(f"{word!r} is no UTF-8 text: write it anew, or rename it.", 2) from None


def _told(sentence: str, code: int, debug: bool) -> int:
    if debug:
        raise
    print(sentence, file=sys.stderr)
    return code
