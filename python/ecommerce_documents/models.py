"""The yml of the models, `doc('name')` in it replaced by that block's text, as dbt does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from yaml import CSafeLoader, load

Model = dict[str, Any]
_BLOCK = re.compile(r"{% docs (\w+) %}(.*?){% enddocs %}", re.DOTALL)
_NAMED = re.compile(r"{{ doc\('(\w+)'\) }}")


def models(root: Path, folder: str) -> list[Model]:
    """The models that models/<folder> tells of; a description has no line breaks."""
    blocks: dict[str, str] = {}
    for file in (root / "models").glob("*.md"):
        blocks |= dict(_BLOCK.findall(file.read_text(encoding="utf-8")))
    text = (root / f"models/{folder}/_{folder}__models.yml").read_text(encoding="utf-8")
    told: list[Model] = load(text, CSafeLoader)["models"]
    for part in (part for model in told for part in (model, *model["columns"])):
        whole = _NAMED.sub(lambda name: blocks[name[1]], part["description"])
        part["description"] = " ".join(whole.split())
    return told
