"""Ctrl-C and SIGTERM end a command alike, and its exit code says which of them it was."""

from __future__ import annotations

import signal
from types import FrameType

_asked_by: signal.Signals | None = None


def listen() -> None:
    """From now on SIGTERM, as `docker stop` sends it, is a KeyboardInterrupt like Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as a shell's background jobs do
            signal.signal(number, _interrupt)


def asked() -> bool:
    """Whether somebody has asked to end: DuckDB and dbt tell of it as of any other error."""
    return _asked_by is not None


def exit_code() -> int:
    """130 after Ctrl-C, 143 after SIGTERM."""
    return 128 + (_asked_by or signal.SIGINT)


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _asked_by
    _asked_by = signal.Signals(number)
    raise KeyboardInterrupt
