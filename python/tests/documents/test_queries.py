"""docs/queries: every analysis with its question and an answer."""

from __future__ import annotations

import re

import yaml
from conftest import ROOT

from ecommerce_documents.queries import FILE


def test_every_analysis_has_its_question_and_rows() -> None:
    listed = yaml.safe_load((ROOT / "analyses/_analyses.yml").read_text(encoding="utf-8"))
    asked = {(one["name"], one["description"]) for one in listed["analyses"]}
    assert {name for name, _ in asked} == {f.stem for f in (ROOT / "analyses").glob("*.sql")}
    page = (ROOT / FILE).read_text(encoding="utf-8")
    told = {
        (re.findall(r"^\[(\w+)\]", part, re.M)[0], part.partition("\n")[0])
        for part in page.split("\n## ")[1:]
        if re.search(r"^\|(---\|)+\n\| \S", part, re.M)
    }
    assert told == asked
