"""Tells readers that a run is under way: one small file per launcher, with a heartbeat.

DuckDB gives a reader no look into a file that is being written, and a writer no place in a queue of
readers. The file answers both: readers keep away while a run wants the warehouse, and show where
it is. A bare `dbt` writes none; readers then learn of it from the lock.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ecommerce_base.files import write_whole

if TYPE_CHECKING:
    from dbt_common.events.base_types import EventMsg

BEAT_SECONDS = 1.0
DEAD_AFTER_SECONDS = 10.0
COUNTED = ("ConcurrencyLine", "NodeStart", "NodeFinished")


@dataclass(frozen=True)
class RunState:
    """Where a run is. Times are seconds since 1970; `node` is what it loads now."""

    pid: int
    command: str
    started: float
    node: str = ""
    done: int = 0
    total: int = 0


def folder(data_dir: Path) -> Path:
    """Where the state files are; they exist only while launchers run."""
    return data_dir / "running"


def running(data_dir: Path) -> RunState | None:
    """The run that is under way, the oldest if there are several; None if there is none."""
    found = []
    for file in folder(data_dir).glob("*.json"):
        with contextlib.suppress(FileNotFoundError):  # the run has just ended
            if time.time() - file.stat().st_mtime < DEAD_AFTER_SECONDS:
                found.append(RunState(**json.loads(file.read_text(encoding="utf-8"))))
    return min(found, key=lambda state: state.started, default=None)


class Nodes:
    """A listener that counts a run's nodes; dbt calls it from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nodes: dict[str, str] = {}
        self.done = self.total = 0

    @property
    def node(self) -> str:
        """One that runs now, or ''."""
        with self._lock:
            return next(iter(self._nodes.values()), "")

    def __call__(self, event: EventMsg) -> None:
        """Takes note of an event of COUNTED."""
        name = event.info.name
        with self._lock:
            if name == "ConcurrencyLine":
                self.done, self.total = 0, event.data.node_count
            elif name == "NodeStart":
                self._nodes[event.data.node_info.unique_id] = event.data.node_info.node_name
            elif name == "NodeFinished" and self._nodes.pop(event.data.node_info.unique_id, ""):
                self.done += 1


class Announcement(Nodes):
    """Keeps the state file; made by `announced`."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__()
        self._file = folder(data_dir) / f"{os.getpid()}.json"
        self._started = time.time()

    def write(self) -> None:
        """Tells where the run is now."""
        command = os.environ.get("DW_COMANDO", "")
        state = RunState(os.getpid(), command, self._started, self.node, self.done, self.total)
        write_whole(self._file, json.dumps(asdict(state)))

    def remove(self) -> None:
        """Removes the file, and those that dead launchers left."""
        self._file.unlink(missing_ok=True)
        for file in self._file.parent.glob("*.json"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - file.stat().st_mtime > DEAD_AFTER_SECONDS:
                    file.unlink()
        with contextlib.suppress(OSError):  # another run's file is in it
            self._file.parent.rmdir()


@contextlib.contextmanager
def announced(data_dir: Path) -> Iterator[Announcement]:
    """Keeps this process's state file, rewritten every second, while the context lasts."""
    folder(data_dir).mkdir(exist_ok=True)
    announcement = Announcement(data_dir)
    announcement.write()
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_SECONDS):
            announcement.write()

    thread = threading.Thread(target=beat, name="announcement", daemon=True)
    thread.start()
    try:
        yield announcement
    finally:
        ended.set()
        thread.join()
        announcement.remove()
