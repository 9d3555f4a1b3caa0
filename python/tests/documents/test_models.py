"""Columns that several tables have are described once, and read here as dbt reads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from yaml import CSafeLoader, load

from ecommerce_documents.models import models

DOCUMENTS = (ROOT / "models/columns.md").read_text(encoding="utf-8")
FILES = [f for folder in ("models", "snapshots", "seeds") for f in (ROOT / folder).rglob("_*.yml")]


def _descriptions() -> Iterator[str]:
    for file in FILES:
        told = load(file.read_text(encoding="utf-8"), CSafeLoader)
        tables = [table for source in told.get("sources", ()) for table in source["tables"]]
        tables += [one for kind in ("models", "snapshots", "seeds") for one in told.get(kind, ())]
        for table in tables:
            yield from (" ".join(c["description"].split()) for c in table.get("columns", ()))


def test_what_several_columns_say_is_written_once() -> None:
    said = Counter(_descriptions())
    assert sum(said.values()) > 1500
    assert [text for text, times in said.items() if times > 1 and "doc(" not in text] == []


def test_every_block_is_a_text_of_its_own_that_columns_use() -> None:
    texts = re.findall(r"{% docs (\w+) %}(.*?){% enddocs %}", DOCUMENTS, re.DOTALL)
    names = [name for name, _ in texts]
    assert names == sorted(set(names))
    assert [*{" ".join(text.split()): name for name, text in texts}.values()] == names
    used = Counter(re.findall(r"doc\('(\w+)'\)", " ".join(_descriptions())))
    assert {name: used[name] for name in names if used[name] < 2} == {}


def test_a_block_is_read_as_its_text(tmp_path: Path) -> None:
    (tmp_path / "models/x").mkdir(parents=True)
    (tmp_path / "models/columns.md").write_text("{% docs a %}\nOne\nline.\n{% enddocs %}\n")
    (tmp_path / "models/x/_x__models.yml").write_text("""
models:
  - name: m
    description: "Of\n      two lines."
    columns: [{name: a, description: "{{ doc('a') }}"}, {name: b, description: "Own."}]
""")
    (model,) = models(tmp_path, "x")
    said = [model["description"], *(column["description"] for column in model["columns"])]
    assert said == ["Of two lines.", "One line.", "Own."]
    (tmp_path / "models/columns.md").write_text("")
    with pytest.raises(KeyError, match="a"):
        models(tmp_path, "x")
