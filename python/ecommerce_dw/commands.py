"""The commands' names, and the rules of a command line: each option is honoured or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

import click
from click.core import ParameterSource

from ecommerce_base.commands import Group
from ecommerce_base.errors import DwError

# Imported when asked for: no command waits for what only another one needs.
COMMANDS = {
    "test": "ecommerce_dw.test",
    "source": "ecommerce_dw.source",
    "reconcile": "ecommerce_dw.reconcile",
    "docs": "ecommerce_documents.docs",
    "dashboards": "dashboards.serve",
    "doctor": "ecommerce_dw.doctor",
    "backup": "ecommerce_ops.backup",
    "restore": "ecommerce_ops.backup",
    "reset": "ecommerce_ops.backup",
    "schedule": "ecommerce_ops.schedule",
    "alerts": "ecommerce_ops.alerts",
    "observe": "ecommerce_observe.observe",
    "privacy": "ecommerce_privacy.privacy",
    "prepare-server": "ecommerce_server.prepare",
    "certify": "ecommerce_certify.certify",
}
_SEVERAL = ("--select", "--exclude")


class Launcher(Group):
    """The group of all commands."""

    def list_commands(self, context: click.Context) -> list[str]:
        """In the order in which a reader meets them."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The function of that name in its module."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[name]), name.replace("-", "_"))
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Hands the options before the command on to it. Raises DwError (2) for one it has not."""
        name, command, words = super().resolve_command(context, args)
        if name and command:
            context.default_map = _handed_on(context, name, command)
        return name, command, words

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Takes `--select a b` as well as `--select a --select b`, as dbt does."""
        return super().parse_args(context, [*_one_by_one(args)])


def _handed_on(context: click.Context, name: str, command: click.Command) -> dict[str, Any]:
    """The options before a command, as its defaults. Raises DwError (2) for one it has not."""
    kinds = command.commands if isinstance(command, click.Group) else {name: command}
    known = {option.name for kind in kinds.values() for option in kind.params}
    given: dict[str, Any] = {}
    for option in context.command.params:
        key = option.name or ""
        if context.get_parameter_source(key) is ParameterSource.COMMANDLINE:
            if key not in known:
                raise DwError(f"`{name}` has no option {option.opts[0]}: leave it out.", 2)
            given[key] = context.params[key]
    return {name: dict.fromkeys(kinds, given) if isinstance(command, click.Group) else given}


def _one_by_one(words: Sequence[str]) -> Iterator[str]:
    option = ""
    for place, word in enumerate(words):
        if option and not word.startswith("-") and word not in COMMANDS:
            yield from (option, word)
            continue
        if word in _SEVERAL and words[place + 1 : place + 2]:
            option = word
            continue
        if word in COMMANDS or word == "--":
            yield from words[place:]
            return
        option = ""
        yield word
