"""models/_exposures.yml: each dashboard page with the tables that its queries read.

A page's queries are the .sql files of its app that the page's module, or one that it imports from
the same app, names; the tables are those that the files name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

# The port of each app: what `run.py dashboards` serves it on.
APPS = {"business": 8502, "monitoring": 8501}
FILE = Path("models/_exposures.yml")
HEAD = "# Written by `python -m ecommerce_documents`, out of the pages and their .sql files.\n"
_TABLE = re.compile(r"\b(dim|fact|vw|ops|audit|ctl)\.(\w+)")
_BASE = re.compile(r"\bbase\.(\w+)")
_SOURCES = {"audit": "auditoria", "ctl": "controle"}


class Page(NamedTuple):
    """A page as its app's app.py lists it."""

    app: str
    module: str
    title: str
    path: str


def exposures(root: Path) -> str:
    """The file's text."""
    groups = yaml.safe_load((root / "models/_groups.yml").read_text(encoding="utf-8"))
    owner = groups["groups"][0]["owner"]
    files = [*(root / "models").rglob("*.sql"), *(root / "seeds").glob("*.csv")]
    models = {file.stem for file in files}
    made = [_exposure(root, page, owner, models) for page in pages(root)]
    text = yaml.safe_dump(
        {"version": 2, "exposures": made}, allow_unicode=True, sort_keys=False, width=100
    )
    return HEAD + text


def pages(root: Path) -> Iterator[Page]:
    """All pages of both apps."""
    for app in APPS:
        tree = ast.parse((root / f"dashboards/{app}/app.py").read_text(encoding="utf-8"))
        modules = {
            alias.name: node.module.rpartition(".")[2]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PageOf":
                draw, title, path, _ = node.args
                words = ast.literal_eval(title.args[0] if isinstance(title, ast.Call) else title)
                assert isinstance(draw, ast.Name)
                yield Page(app, modules[draw.id], words, ast.literal_eval(path))


def queries(root: Path, page: Page) -> set[Path]:
    """The .sql files that a page asks, those that they name included."""
    folder = root / "dashboards" / page.app
    words = {word for module in _modules(folder, page.module) for word in _texts(module)}
    wanted = [file for file in folder.glob("sql/*.sql") if file.stem in words]
    found: set[Path] = set()
    while wanted:
        file = wanted.pop()
        found.add(file)
        wanted += [folder / f"sql/base.{name}.sql" for name in set(_BASE.findall(_code(file)))]
    return found


def tables(root: Path, page: Page) -> set[tuple[str, str]]:
    """Schema and name of every table that the page's queries read."""
    return {table for file in queries(root, page) for table in _TABLE.findall(_code(file))}


def _code(file: Path) -> str:
    return re.sub(r"--.*", "", file.read_text(encoding="utf-8"))


def _exposure(root: Path, page: Page, owner: Any, models: set[str]) -> dict[str, Any]:
    text = (root / f"dashboards/{page.app}/{page.module}.py").read_text(encoding="utf-8")
    return {
        "name": f"{page.app}_{page.path}",
        "label": page.title,
        "type": "dashboard",
        "maturity": "high",
        "url": f"http://localhost:{APPS[page.app]}/{page.path}",
        "description": " ".join((ast.get_docstring(ast.parse(text)) or "").split()),
        "owner": dict(owner),
        "depends_on": sorted(
            f"ref('{name}')" if name in models else f"source('{_SOURCES[schema]}', '{name}')"
            for schema, name in tables(root, page)
        ),
    }


def _modules(folder: Path, first: str) -> list[Path]:
    """A module and those of the same app that it imports, by way of others too."""
    found: list[Path] = []
    wanted = [first]
    while wanted:
        file = folder / f"{wanted.pop()}.py"
        if file in found or not file.exists():
            continue
        found.append(file)
        package = f"dashboards.{folder.name}"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == package:
                wanted += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
                wanted.append(str(node.module).rpartition(".")[2])
    return found


def _texts(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
