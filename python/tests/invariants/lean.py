"""What dbt spends on every node for the sake of others, left out of runs made by the hundred.

Nothing here touches the SQL of a run: debug events that nobody reads, copies of compiled SQL, a
search for garbage in the manifest, and tables that dbt works out anew for each node.

`python lean.py -m MODULE ARGUMENT...` runs a module so.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import runpy
import sys
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

# Folders of models, and kinds of nodes, that no history looks at; but what a load needs of them.
FOLDERS = ("agg", "vw", "ops")
NEEDED = ("agg_pedidos",)
KINDS = ("test", "analysis")


def prune(manifest: Any) -> None:
    """Takes tests and views that only readers use out of a parsed project."""
    for key, node in [*manifest.nodes.items()]:
        seen = node.fqn[1] not in FOLDERS or node.name in NEEDED
        if node.resource_type in KINDS or not seen:
            del manifest.nodes[key]
    manifest.unit_tests.clear()
    manifest.exposures.clear()


@contextlib.contextmanager
def lean() -> Iterator[None]:
    """Runs of dbt and connections to DuckDB made in this context cost about half."""
    interval = sys.getswitchinterval()
    with pytest.MonkeyPatch.context() as patch:
        _no_debug_events(patch)
        _no_compiled_files(patch)
        _macros_sorted_once(patch)
        _column_types_once(patch)
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


def _no_debug_events(patch: pytest.MonkeyPatch) -> None:
    from dbt_common.events.base_types import BaseEvent, DebugLevel
    from dbt_common.events.event_manager import EventManager

    make, fire = BaseEvent.__init__, EventManager.fire_event

    def make_unless_debug(event: Any, *arguments: Any, **named: Any) -> None:
        if type(event).level_tag is not DebugLevel.level_tag:
            make(event, *arguments, **named)

    def fire_unless_debug(
        manager: Any, event: Any, level: Any = None, *arguments: Any, **named: Any
    ) -> None:
        if type(event).level_tag is not DebugLevel.level_tag:
            fire(manager, event, level, *arguments, **named)

    patch.setattr(BaseEvent, "__init__", make_unless_debug)
    patch.setattr(EventManager, "fire_event", fire_unless_debug)


def _no_compiled_files(patch: pytest.MonkeyPatch) -> None:
    from dbt.contracts.graph.nodes import ParsedNode

    patch.setattr(ParsedNode, "write_node", lambda *_: None)


def _macros_sorted_once(patch: pytest.MonkeyPatch) -> None:
    """Which macro a name means is the same for every node of the project."""
    from dbt.context import macros

    build = macros.MacroNamespaceBuilder.build_namespace
    known: dict[object, Any] = {}

    def build_namespace(builder: Any, packages: Any, context: Any) -> Any:
        key = id(packages), builder.search_package
        if key not in known:
            known[key] = packages, build(builder, packages, context)
        _, sample = known[key]

        def bound(names: Any) -> dict[str, Any]:
            return {
                name: macros.MacroGenerator(made.macro, context, builder.node, builder.thread_ctx)
                for name, made in names.items()
            }

        return macros.MacroNamespace(
            bound(sample.global_namespace),
            bound(sample.local_namespace),
            bound(sample.global_project_namespace),
            {package: bound(names) for package, names in sample.packages.items()},
        )

    patch.setattr(macros.MacroNamespaceBuilder, "build_namespace", build_namespace)


def _column_types_once(patch: pytest.MonkeyPatch) -> None:
    from dbt_common.clients import agate_helper

    build = functools.lru_cache(agate_helper.build_type_tester)

    def build_type_tester(text_columns: Any, **named: Any) -> Any:
        return build(tuple(text_columns), **named)

    patch.setattr(agate_helper, "build_type_tester", build_type_tester)


if __name__ == "__main__":
    _, _, module, *arguments = sys.argv
    sys.argv = [module, *arguments]
    with lean():
        runpy.run_module(module, run_name="__main__", alter_sys=True)
