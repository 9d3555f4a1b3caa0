"""What every command of the launcher shares: where it works, `--target`, one-sentence errors."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ecommerce_base.errors import DwError
from ecommerce_base.settings import TARGETS, Settings, check_project, target_in_use

if TYPE_CHECKING:
    from rich.console import Console

HELP = "(`--help` lists what there is)."


@dataclass
class Launch:
    """What a command is given: the project's places, and how it talks to a person."""

    settings: Settings
    debug: bool = False
    as_json: bool = False
    """stdout is for the JSON object alone."""
    trial: bool = False
    """The command is only looked at: whether it could be called like that."""

    @cached_property
    def console(self) -> Console:
        """Where people read: stdout, or stderr when stdout carries the JSON object."""
        from rich.console import Console

        # A stream of its own: while dbt runs, sys.stdout is turned away.
        return Console(file=sys.stderr if self.as_json else sys.stdout)

    def say(self, text: str, style: str = "") -> None:
        """Prints a line as it is: no markup, no colours of numbers, no breaks."""
        self.console.print(text, style=style, highlight=False, markup=False, soft_wrap=True)


class Command(click.Command):
    """A command of the launcher: its `--target` holds for the whole process."""

    def invoke(self, context: click.Context) -> Any:
        target = context.params.pop("target", None)
        if context.obj.trial:
            return 0
        choose_target(target)
        return super().invoke(context)


def _duckdb_words(error: Exception) -> DwError | None:
    """What to do about an error of DuckDB that its user caused; None for the rest."""
    duckdb = sys.modules.get("duckdb")
    if duckdb is None or not isinstance(error, duckdb.Error):
        return None
    first = str(error).splitlines()[0]
    if isinstance(error, (duckdb.BinderException, duckdb.CatalogException)):
        return DwError(
            f"The warehouse lacks what this asks for ({first}), being of another version or loaded "
            "in part: run `python run.py` first, then this again."
        )
    if "memory" in first.lower() and "DW_MEMORY" in os.environ:
        memory = os.environ["DW_MEMORY"]
        return DwError(f"DW_MEMORY is {memory!r} ({first}): give it as 4GB, or leave it out.", 2)
    return None


class Group(click.Group):
    """A group of commands that says which one a typo may have meant."""

    def invoke(self, context: click.Context) -> Any:
        """Raises DwError for what DuckDB says of a user's doing."""
        try:
            return super().invoke(context)
        except Exception as error:
            if told := _duckdb_words(error):
                raise told from error
            raise

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Raises DwError (2) for a command that there is not."""
        known = self.list_commands(context)
        if args[0] not in known:
            raise DwError(f"There is no command {args[0]!r}{nearest(args[0], known)} {HELP}", 2)
        return super().resolve_command(context, args)


class Check(NamedTuple):
    """One thing that `doctor` looked at; `mend` says what to do when it is not ok."""

    name: str
    ok: bool
    detail: str
    mend: str = ""


target_option = click.option("--target", metavar="T", help="duckdb or sqlserver (duckdb)")


def choose_target(given: str | None) -> None:
    """Makes a target hold for this process. Raises DwError (2) without it, or a dbt project."""
    check_project()
    if given:
        os.environ["DW_TARGET"] = given
    if target_in_use() not in TARGETS:
        raise DwError(f"There is no target {target_in_use()!r}: write {' or '.join(TARGETS)}.", 2)


def nearest(word: str, words: Iterable[str]) -> str:
    """`; did you mean X?` for a word that is like another, else a full stop."""
    near = difflib.get_close_matches(word.lower(), [*words], n=1, cutoff=0.4)
    return f"; did you mean {near[0]}?" if near else "."


def sentence_of(error: click.ClickException) -> str:
    """Click's error as one sentence that says where to look."""
    text = error.format_message().rstrip(".").replace("\n", " ")
    return f"{text} {HELP}"
