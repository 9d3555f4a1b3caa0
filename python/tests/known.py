"""What one process of the tests has worked out, the others need not: parsed projects, templates.

dbt reads its project in 7 CPU-seconds and compiles its templates in 2. Each target folder would see
that done anew, and each value of `--vars` too. What it reads is checked against the project's files
as ever: only where it lies is another place.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "TESTS_KNOWN"  # names the folder, for the workers and the process that they fork from
PARSED = "partial_parse.msgpack"
TEMPLATES = "templates.marshal"
# In the tests' own processes.
folder: Path | None = None


def begin(loaded: str | None) -> None:
    """Makes the folder, or finds it; `loaded`: the data of `run.py test`, which has read it all."""
    global folder
    if not (given := os.environ.get(VARIABLE)):
        given = os.environ[VARIABLE] = tempfile.mkdtemp(prefix="ecommerce-dw-known-")
        atexit.register(shutil.rmtree, given, ignore_errors=True)
        for name in (PARSED, TEMPLATES) if loaded else ():
            if (done := Path(str(loaded)).parents[1] / "target" / name).exists():
                shutil.copy(done, Path(given, name))
    folder = Path(given)


def templates() -> Path | None:
    """Where compiled templates are kept."""
    return folder and folder / TEMPLATES


def warm() -> None:
    """Reads the project as parsed; dbt makes its readers of each kind of node at the first one."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    file = Path(os.environ.get(VARIABLE, ""), PARSED)
    if file.exists():
        Manifest.from_msgpack(file.read_bytes(), decoder=extended_mashumuro_decoder)


@contextlib.contextmanager
def used(folder: Path | None) -> Iterator[None]:
    """dbt in this process takes what is known, and adds to it; without a folder, as ever."""
    if folder is None:
        yield
        return
    from dbt.parser.manifest import ManifestLoader

    import ecommerce_dw.dbt_runner

    read = ManifestLoader.read_manifest_for_partial_parse
    write = ManifestLoader.write_manifest_for_partial_parse

    def read_known(loader: Any) -> Any:
        mine, shared = _mine(loader), _shared(folder, loader)
        first = shared if shared.exists() else folder / PARSED
        if first.exists() and (first == shared or not mine.exists()):
            mine.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(first, mine)
        if (manifest := read(loader)) and first != shared:
            keep(mine, shared)
        return manifest

    def write_known(loader: Any) -> None:
        write(loader)
        keep(_mine(loader), _shared(folder, loader))

    def keep(mine: Path, shared: Path) -> None:
        made = shared.with_suffix(f".{os.getpid()}")
        shutil.copyfile(mine, made)
        made.replace(shared)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ManifestLoader, read.__name__, read_known)
        patch.setattr(ManifestLoader, write.__name__, write_known)
        patch.setattr(ecommerce_dw.dbt_runner, "TEMPLATES", str(folder / TEMPLATES))
        yield


def _mine(loader: Any) -> Path:
    return Path(loader.root_project.project_target_path) / PARSED


def _shared(folder: Path, loader: Any) -> Path:
    """A file for each project, profile and set of variables: dbt's own grounds to parse anew."""
    grounds = loader.root_project.project_root, loader.manifest.state_check
    return folder / f"{hashlib.sha256(repr(grounds).encode()).hexdigest()}.msgpack"
