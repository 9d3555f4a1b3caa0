"""Shows dbt's events while a command runs: a bar on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import TYPE_CHECKING

from ecommerce_base.running import COUNTED, Nodes

if TYPE_CHECKING:
    from dbt_common.events.base_types import EventMsg
    from rich.console import Console


class Progress(Nodes):
    """A listener for dbt's events, used as a context. dbt calls it from several threads."""

    def __init__(self, console: Console, title: str, told: Collection[str] = ()) -> None:
        """`told`: the nodes that get a line of their own where there is no terminal."""
        from rich import progress as rich

        super().__init__()
        self._told = told
        self._console = console
        self._title = title
        self._started = time.monotonic()
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

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, event: EventMsg) -> None:
        """Moves the bar, or says a line."""
        super().__call__(event)
        if event.info.name not in COUNTED:
            return
        shown = f"{self._title}: {self.node or 'closing'}"[:44]
        total = self.total or None
        self._bar.update(self._task, total=total, completed=self.done, description=shown)
        told = event.info.name == "NodeFinished" and not self._console.is_terminal
        if told and (name := event.data.node_info.node_name) in self._told:
            status, seconds = event.data.run_result.status, time.monotonic() - self._started
            done = f"{self.done} of {self.total}"
            self._console.print(f"  {name}: {status} ({done}, {seconds:.0f} s)")
