"""Runs of dbt in this process, cheap enough for many: parsed once, only what loads and compares."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pytest
from conftest import parsed_already

from ecommerce_dw.dbt_runner import close_connections
from ecommerce_dw.reconcile import COMPARING, SELECTION
from invariants.harness import MADE, ROOT, WAREHOUSE
from invariants.lean import lean, prune

# What says the same in every run stays as first loaded: calendar, seeds, views on the source.
KEPT = ("dim_data", *MADE)
# What compares source and warehouse; a run without it loads the same.
COMPARISON = ("reconciliacao", "int_reconciliacao_*")


# Of a shop of nine items any loss and any rejection is a large part.
UNGUARDED = {
    "queda_maxima_percentual": 100,
    "rejeicao_maxima_percentual": 100,
    "faixas_da_varredura": 2,  # several orders in each, in shops as small as these
}

# The project as parsed, once a process.
_parsed: list[Any] = []


@dataclass
class Runner:
    """dbt with a parsed project; each run happens in a folder with the data in `data`."""

    folder: Path
    made: int = 0

    @contextlib.contextmanager
    def environment(self) -> Iterator[None]:
        """What dbt reads, while the runs last: no setting of the developer's own."""
        with pytest.MonkeyPatch.context() as patch:
            for name in [n for n in os.environ if n.startswith(("DW_", "DBT_"))]:
                patch.delenv(name)
            patch.setenv("DW_DATA_DIR", "data")
            patch.setenv("DBT_TARGET_PATH", str(self.folder / "target"))
            patch.setenv("DBT_LOG_PATH", str(self.folder / "logs"))
            patch.setenv("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
            patch.chdir(self.folder)
            parsed_already(self.folder / "target")
            with lean():
                yield

    def invoke(self, data: Path, *arguments: str) -> None:
        """One dbt command on the databases in the folder `data`. Fails unless it succeeds."""
        from dbt.cli.main import dbtRunner

        os.chdir(data.parent)
        folders = ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
        quiet = ["--log-level", "none", "--log-level-file", "none", "--no-write-json"]
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                manifest = _parsed[0] if _parsed else None
                result = dbtRunner(manifest=manifest).invoke([*quiet, *arguments, *folders])
        finally:
            close_connections()
        assert result.success, result.exception or [
            f"{node.node.name}: {node.message}"
            for node in result.result.results
            if node.status not in ("success", "pass", "skipped")
        ]
        if not _parsed:
            _parsed.append(result.result)
            prune(result.result)
            # What is never let go of needs no looking through.
            gc.collect()
            gc.freeze()

    def parse(self, data: Path) -> None:
        """Reads the project; much of that is known where `run.py test` has just done so."""
        if not _parsed:
            self.invoke(data, "parse")

    def run(
        self,
        data: Path,
        cutoff: datetime,
        *arguments: str,
        select: Sequence[str] = (),
        spared: Sequence[str] = KEPT,
        variables: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """One `dbt build` with a cutoff."""
        self.parse(data)
        self.made += 1
        if self.made % 10 == 0:
            gc.collect()
        moment = cutoff.isoformat(sep=" ", timespec="microseconds")
        given = json.dumps({"cutoff": moment} | UNGUARDED | dict(variables))
        chosen = ["--select", *select] if select else []
        left_out = ["--exclude", *spared] if spared else []
        self.invoke(
            data, "build", "--threads", "1", "--vars", given, *chosen, *left_out, *arguments
        )

    def compare(self, data: Path, cutoff: datetime) -> None:
        """Source against warehouse without loading, as `run.py reconcile` does."""
        self.run(data, cutoff, *SELECTION, spared=(), variables=COMPARING)

    def run_killed(
        self,
        data: Path,
        cutoff: datetime,
        prepare: Callable[[], None],
        *arguments: str,
        spared: Sequence[str] = KEPT,
        variables: Mapping[str, object] = MappingProxyType({}),
    ) -> bool:
        """The same in a process of its own, in which `prepare` has seen to its end by SIGKILL.

        Returns whether it was killed.
        """
        self.parse(data)
        child = os.fork()
        if child == 0:
            try:
                prepare()
                self.run(data, cutoff, *arguments, spared=spared, variables=variables)
            finally:
                os._exit(0)
        self.made += 1
        _, status = os.waitpid(child, 0)
        with duckdb.connect(str(data / WAREHOUSE)):
            pass  # takes in the log that the dead process left beside the file
        return os.WIFSIGNALED(status)


def die_after(statements: int) -> Callable[[], None]:
    """What ends a process after so many SQL statements; a run with fewer of them ends by itself."""

    def prepare() -> None:
        from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper

        execute = DuckDBCursorWrapper.execute
        seen = 0

        def counted(*arguments: Any) -> Any:
            nonlocal seen
            done = execute(*arguments)
            seen += 1
            if seen == statements:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        DuckDBCursorWrapper.execute = counted

    return prepare
