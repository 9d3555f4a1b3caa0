"""Runs of dbt in this process, cheap enough for many: parsed once, only what loads and compares."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from ecommerce_dw.dbt_runner import close_connections
from invariants.harness import ROOT

# The views of the staging layer say the same in every run, and the seeds stay as first loaded.
SPARED = ("path:models/vw", "path:models/ops", "resource_type:test", "resource_type:unit_test")
KEPT = ("path:models/staging", "resource_type:seed")


@dataclass
class Runner:
    """dbt with a parsed project; each run happens in a folder with the data in `data`."""

    folder: Path
    manifest: Any = None
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
            interval = sys.getswitchinterval()
            sys.setswitchinterval(0.05)
            try:
                yield
            finally:
                sys.setswitchinterval(interval)

    def invoke(
        self, data: Path, *arguments: str, listener: Callable[[Any], None] | None = None
    ) -> None:
        """One dbt command on the databases in the folder `data`. Fails unless it succeeds."""
        from dbt.cli.main import dbtRunner

        os.chdir(data.parent)
        folders = ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
        quiet = ["--log-level", "none", "--log-level-file", "none", "--no-write-json"]
        callbacks = [listener] if listener else []
        gc.disable()
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                result = dbtRunner(manifest=self.manifest, callbacks=callbacks).invoke(
                    [*quiet, *arguments, *folders]
                )
        finally:
            gc.enable()
            close_connections()
        assert result.success, result.exception or [
            f"{node.node.name}: {node.message}"
            for node in result.result.results
            if node.status not in ("success", "pass", "skipped")
        ]
        if self.manifest is None:
            self.manifest = result.result

    def run(
        self,
        data: Path,
        cutoff: datetime,
        *arguments: str,
        select: Sequence[str] = (),
        spared: Sequence[str] = (*SPARED, *KEPT),
        listener: Callable[[Any], None] | None = None,
        variables: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """One `dbt build` with a cutoff."""
        if self.manifest is None:
            self.invoke(data, "parse")
        self.made += 1
        given = json.dumps(
            {"cutoff": cutoff.isoformat(sep=" ", timespec="microseconds")} | dict(variables)
        )
        chosen = ["--select", *select] if select else []
        self.invoke(
            data, "build", "--threads", "1", "--vars", given, *chosen, "--exclude", *spared,
            *arguments, listener=listener,
        )  # fmt: skip

    def run_killed(self, data: Path, cutoff: datetime, events: int) -> bool:
        """The same in a process of its own, which SIGKILLs itself at its `events`-th event.

        Returns whether it was killed; a run with fewer events ends by itself.
        """
        seen = 0

        def count(_: Any) -> None:
            nonlocal seen
            seen += 1
            if seen == events:
                os.kill(os.getpid(), signal.SIGKILL)

        child = os.fork()
        if child == 0:
            try:
                self.run(data, cutoff, listener=count)
            finally:
                os._exit(0)
        self.made += 1
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status)
