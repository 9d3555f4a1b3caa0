"""What dbt spends on every node for the sake of others, left out of runs made by the hundred.

Nothing here touches the SQL of a run: what the launcher leaves out too (`dbt_lean`), copies of
compiled SQL, and a search for garbage in the manifest.

What is worked out of dbt's code is kept in dbt's target folder, as the launcher keeps it.

`python lean.py -m MODULE ARGUMENT...` runs a module so.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ecommerce_dw.dbt_runner import TEMPLATES
from ecommerce_lean import dbt_lean

# Folders of models, and kinds of nodes, that no history looks at.
FOLDERS = ("vw", "ops")
KINDS = ("test", "analysis")


def prune(manifest: Any) -> None:
    """Takes tests and views that only readers use out of a parsed project."""
    for key, node in [*manifest.nodes.items()]:
        if node.resource_type in KINDS or node.fqn[1] in FOLDERS:
            del manifest.nodes[key]
    manifest.unit_tests.clear()
    for readers in ("exposures", "semantic_models", "metrics", "saved_queries"):
        getattr(manifest, readers).clear()


@contextlib.contextmanager
def lean() -> Iterator[None]:
    """Runs of dbt and connections to DuckDB made in this context cost about half."""
    interval = sys.getswitchinterval()
    kept = Path(os.environ["DBT_TARGET_PATH"]) / TEMPLATES
    with dbt_lean.lean(kept), pytest.MonkeyPatch.context() as patch:
        _no_compiled_files(patch)
        _templates_once(patch)
        # More threads than one cost more than they give on a few rows.
        patch.setattr(duckdb, "connect", functools.partial(_connect, duckdb.connect))
        sys.setswitchinterval(0.05)
        gc.disable()
        try:
            yield
        finally:
            gc.unfreeze()
            gc.enable()
            sys.setswitchinterval(interval)


def _connect(connect: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    named["config"] = {"threads": 1, **(named.get("config") or {})}
    return connect(*arguments, **named)


def _no_compiled_files(patch: pytest.MonkeyPatch) -> None:
    from dbt.contracts.graph.nodes import ParsedNode

    patch.setattr(ParsedNode, "write_node", lambda *_: None)


def _templates_once(patch: pytest.MonkeyPatch) -> None:
    """Runs of one process compile the same templates, and none of them knows of its run."""
    from jinja2 import Environment

    compile_template = Environment.compile
    known: dict[object, Any] = {}

    def compile_once(self: Any, source: Any, *arguments: Any, **named: Any) -> Any:
        if arguments or named or not isinstance(source, str):
            return compile_template(self, source, *arguments, **named)
        key = type(self), *sorted(self.extensions), source
        if key not in known:
            known[key] = compile_template(self, source)
        return known[key]

    patch.setattr(Environment, "compile", compile_once)


if __name__ == "__main__":
    _, _, module, *arguments = sys.argv
    sys.argv = [module, *arguments]
    with lean():
        runpy.run_module(module, run_name="__main__", alter_sys=True)
