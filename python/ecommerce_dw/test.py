"""`test`: the suite of python/tests, which comes with a checkout and not with the package."""

from __future__ import annotations

import runpy

import click

from ecommerce_base.errors import DwError
from ecommerce_base.settings import ROOT

_SUITE = ROOT / "python" / "tests" / "suite.py"


@click.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def _absent(words: tuple[str, ...]) -> int:
    """Run every test (in a checkout of the project)."""
    raise DwError(f"There is no {_SUITE}: the tests come with a checkout of the project.", 2)


test: click.Command = runpy.run_path(str(_SUITE))["test"] if _SUITE.exists() else _absent
