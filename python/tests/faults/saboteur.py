"""The launcher, with a fate that it meets at one SQL statement: `saboteur.py PLAN ARGUMENT...`.

PLAN is a JSON object: `node` (name of the dbt node whose thread it is; empty: any), `statement`
(pattern searched in the statement), `past` (one that the node must have run before), `nth` (of
those that match, from 1), `when` (before, during, after), `fate` (kill: SIGKILL; interrupt: Ctrl-C;
hold: waits for the file `release`). It writes the file `trace` when it gets there.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

_NODE = re.compile(r'"node_id": "[a-z]+\.ecommerce_dw\.([a-z0-9_]+)')


class Saboteur:
    """Takes the place of dbt-duckdb's one way to run a statement."""

    def __init__(self, plan: dict[str, Any], execute: Any) -> None:
        self._plan = plan
        self._execute = execute
        self._statement = re.compile(plan["statement"], re.IGNORECASE | re.DOTALL)
        self._past = re.compile(plan["past"], re.IGNORECASE | re.DOTALL)
        self._ready = not plan["past"]
        self._left = plan.get("nth", 1)
        self._lock = threading.Lock()
        self._here = threading.local()

    def __call__(self, cursor: Any, sql: str, bindings: Any = None) -> Any:
        if node := _NODE.search(sql):
            self._here.node = node[1]
        if not self._is_it(sql):
            return self._execute(cursor, sql, bindings)
        if self._plan["when"] == "before":
            self._meet()
        if self._plan["when"] == "during":
            threading.Thread(target=self._meet).start()
        done = self._execute(cursor, sql, bindings)
        if self._plan["when"] == "during":
            time.sleep(60)  # faster than its fate: waits for it
        if self._plan["when"] == "after":
            self._meet()
        return done

    def _is_it(self, sql: str) -> bool:
        wanted = self._plan.get("node")
        if wanted and getattr(self._here, "node", "") != wanted:
            return False
        if not self._ready:
            self._ready = bool(self._past.search(sql))
            return False
        if not self._statement.search(sql):
            return False
        with self._lock:
            self._left -= 1
            return bool(self._left == 0)

    def _meet(self) -> None:
        Path(self._plan["trace"]).write_text("met", encoding="utf-8")
        if self._plan["fate"] == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif self._plan["fate"] == "interrupt":
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1)
        else:
            while not Path(self._plan["release"]).exists():
                time.sleep(0.02)


def lie_in_wait(plan: str) -> None:
    """Puts this process under a plan."""
    from dbt.adapters.duckdb.environments import local

    saboteur = Saboteur(json.loads(plan), local.DuckDBCursorWrapper.execute)

    def execute(cursor: Any, sql: str, bindings: Any = None) -> Any:
        return saboteur(cursor, sql, bindings)

    local.DuckDBCursorWrapper.execute = execute


def main() -> int:
    """Runs the launcher under the plan."""
    from ecommerce_dw.cli import main as launcher

    lie_in_wait(sys.argv[1])
    return launcher(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
