"""Ctrl-C and SIGTERM end a command alike, and its exit code says which of them it was."""

from __future__ import annotations

import signal
from types import FrameType

_asked_by = signal.SIGINT


def listen() -> None:
    """From now on SIGTERM, as `docker stop` sends it, is a KeyboardInterrupt."""
    signal.signal(signal.SIGTERM, _interrupt)


def exit_code() -> int:
    """130 after Ctrl-C, 143 after SIGTERM."""
    return 128 + _asked_by


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _asked_by
    _asked_by = signal.Signals(number)
    raise KeyboardInterrupt
