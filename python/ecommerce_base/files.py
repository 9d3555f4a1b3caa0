"""The small files beside the data, which other processes read at any moment."""

from __future__ import annotations

from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Replaces a file in one step: nobody reads half of one."""
    made = file.with_suffix(".new")
    made.write_text(text, encoding="utf-8")
    made.replace(file)
