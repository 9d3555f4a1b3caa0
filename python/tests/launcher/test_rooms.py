"""The rooms drawn in docs/how-it-works.md: imports go down, never up, never in a circle."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

# Each room may import itself and the rooms named here.
ROOMS: dict[str, set[str]] = {
    "ecommerce_base": set(),
    "ecommerce_shop": {"ecommerce_base"},
    "ecommerce_server": {"ecommerce_base", "ecommerce_shop"},
    "ecommerce_ops": {"ecommerce_base", "ecommerce_server"},
    "ecommerce_certify": {"ecommerce_base", "ecommerce_server"},
    "ecommerce_lean": {"ecommerce_base"},
    "ecommerce_dw": {"ecommerce_base", "ecommerce_lean", "ecommerce_server", "ecommerce_shop"},
    "ecommerce_documents": {"ecommerce_base", "ecommerce_dw"},
    "ecommerce_observe": {"ecommerce_base", "ecommerce_dw"},
    "ecommerce_privacy": {"ecommerce_base", "ecommerce_dw", "ecommerce_server"},
    "dashboards.common": {"ecommerce_base", "ecommerce_server"},
    "dashboards.serve": {"ecommerce_base"},
    "dashboards.business": {"dashboards.common", "ecommerce_base"},
    "dashboards.monitoring": {"dashboards.common", "ecommerce_base"},
}


def files() -> Iterator[tuple[str, Path]]:
    """Every module of the house, with its file."""
    for base, room in ((ROOT / "python", "ecommerce_*"), (ROOT, "dashboards")):
        for file in sorted(base.glob(f"{room}/**/*.py")):
            name = ".".join(file.relative_to(base).with_suffix("").parts)
            yield name.removesuffix(".__init__"), file


def room_of(module: str) -> str:
    return next((room for room in ROOMS if f"{module}.".startswith(f"{room}.")), "")


def imports(module: str, file: Path) -> set[str]:
    """The modules of the house that a file imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}: imports name their room in full"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if room_of(name)} - {module}


def test_every_module_is_in_a_room() -> None:
    lost = [name for name, _ in files() if not room_of(name) and name != "dashboards"]
    assert lost == []


def test_rooms_import_what_stands_below_them() -> None:
    for module, file in files():
        room = room_of(module)
        for other in {room_of(name) for name in imports(module, file)} - {room}:
            assert other in ROOMS[room], f"{module} imports {other}"


def test_no_module_imports_itself_by_way_of_others() -> None:
    known = dict(files())
    arrows = {name: {*imports(name, file)} & known.keys() for name, file in known.items()}
    while free := [name for name, others in arrows.items() if not others]:
        for name in free:
            del arrows[name]
        arrows = {name: others - {*free} for name, others in arrows.items()}
    assert arrows == {}


def test_the_rooms_that_run_are_those_of_this_checkout() -> None:
    """An environment shared by two checkouts has the packages of one: run.py installs its own."""
    for room in ROOMS:
        assert ROOT in Path(str(importlib.import_module(room).__file__)).parents, room


def test_the_launcher_is_thin() -> None:
    lines = [
        line
        for name, file in files()
        if room_of(name) == "ecommerce_dw"
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) <= 1_500


def test_nothing_bends_the_search_path() -> None:
    for pattern in ("*.py", "python/**/*.py", "dashboards/**/*.py", "benchmarks/**/*.py"):
        for file in ROOT.glob(pattern):
            if file != Path(__file__):
                text = file.read_text(encoding="utf-8")
                assert "sys.path" not in text and "PYTHONPATH" not in text, file
