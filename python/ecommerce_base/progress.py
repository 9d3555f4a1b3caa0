"""Shows dbt's events while a command runs: a bar on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dbt_common.events.base_types import EventMsg
    from rich.console import Console


class Progress:
    """A listener for dbt's events, used as a context. dbt calls it from several threads."""

    def __init__(self, console: Console, title: str, told: Collection[str] = ()) -> None:
        """`told`: the nodes that get a line of their own where there is no terminal."""
        from rich import progress as rich

        self._told = told
        self._console = console
        self._title = title
        self._lock = threading.Lock()
        self._running: dict[str, str] = {}
        self._started = time.monotonic()
        self._done = self._total = 0
        self._bar = rich.Progress(
            rich.SpinnerColumn(),
            rich.TextColumn("{task.description:<44}"),
            rich.BarColumn(),
            rich.MofNCompleteColumn(),
            rich.TimeElapsedColumn(),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(f"{title}: reading the project", total=None)

    def __enter__(self) -> Progress:
        if not self._console.is_terminal:
            self._console.print(f"{self._title} ...")
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, event: EventMsg) -> None:
        name = event.info.name
        if name == "ConcurrencyLine":
            with self._lock:
                self._total = event.data.node_count
                self._bar.update(self._task, total=self._total, completed=0)
        elif name == "NodeStart":
            node = event.data.node_info
            self._move(node.unique_id, node.node_name)
        elif name == "NodeFinished":
            node = event.data.node_info
            self._move(node.unique_id, None)
            if node.node_name in self._told and not self._console.is_terminal:
                self._line(node.node_name, event.data.run_result.status)

    def _move(self, unique_id: str, name: str | None) -> None:
        with self._lock:
            if name:
                self._running[unique_id] = name
            elif self._running.pop(unique_id, None):
                self._done += 1
            current = next(iter(self._running.values()), "closing")
            self._bar.update(
                self._task, completed=self._done, description=f"{self._title}: {current}"[:44]
            )

    def _line(self, name: str, status: str) -> None:
        seconds = time.monotonic() - self._started
        self._console.print(f"  {name}: {status} ({self._done} of {self._total}, {seconds:.0f} s)")
