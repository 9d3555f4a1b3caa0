"""The small files beside the data, which other processes read at any moment."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Replaces a file in one step: nobody reads half of one."""
    made = file.with_suffix(".new")
    made.write_text(text, encoding="utf-8")
    made.replace(file)


@contextmanager
def workspace(prefix: str, folder: Path) -> Iterator[Path]:
    """A folder of its own in `folder`, removed at the end."""
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder, ignore_cleanup_errors=True) as name:
        yield Path(name)
