"""docs/diagrams/stars.md: a Mermaid diagram of each fact with its dimensions, out of the yml.

Relations are those that the data test `chaves_presentes` proves in every run.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ecommerce_documents.models import models

FILE = Path("docs/diagrams/stars.md")
HEAD = """# Star schemas

Written by `python -m ecommerce_documents`, out of the models' yml: an arrow is a key that a data
test proves in every run. How a run works, and where its tables are, is drawn in
[how it works](../how-it-works.md).
"""
_LINEAGE = {"row_hash", "criado_run_id", "atualizado_run_id", "data_inclusao"}
_LINEAGE |= {"data_ultima_atualizacao"}


def stars(root: Path) -> str:
    """The file's text."""
    told = models(root, "fact")
    return HEAD + "".join(_star(model) for model in told if model["name"].startswith("fact_"))


def _star(model: dict[str, Any]) -> str:
    name = model["name"]
    links = dict(relations(model))
    said = textwrap.fill(model["description"], 100)
    lines = [f"\n## {name}\n", said, "", "```mermaid"]
    lines += ["erDiagram", f"    {name} {{"]
    for column in model["columns"]:
        if column["name"] not in _LINEAGE:
            kind = re.sub(r"\W+", "_", column["data_type"]).strip("_")
            key = " FK" if column["name"] in links else " PK" if _unique(column) else ""
            lines.append(f"        {kind} {column['name']}{key}")
    lines.append("    }")
    lines += [f"    {to} ||--o{{ {name} : {column}" for column, to in links.items()]
    return "\n".join([*lines, "```", ""])


def relations(model: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Column of a fact, and the table that it points at."""
    for test in model.get("data_tests", ()):
        if isinstance(test, dict) and "chaves_presentes" in test:
            for column, (table, _) in test["chaves_presentes"]["arguments"]["dims"].items():
                yield column, table.removeprefix("ref('").removesuffix("')")


def _unique(column: dict[str, Any]) -> bool:
    tests = column.get("data_tests", ())
    return any(test == "unique" or (isinstance(test, dict) and "unique" in test) for test in tests)
