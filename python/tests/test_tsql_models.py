"""Models, tests, snapshots and analyses use words that every engine knows."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pytest
from invariants.harness import ROOT

FOLDERS = ("models", "snapshots", "tests", "analyses")
FORBIDDEN = {
    "target.type": r"\btarget\s*\.\s*type\b",
    "qualify": r"\bqualify\b",
    "||": r"\|\|",
    "limit": r"\blimit\b",
    "using": r"\busing\s*\(",
    "::": r"::",
    "boolean literal": r"\b(?:true|false)\b",
    "ordinal group by": r"\bgroup\s+by\s+(?:\d+\b|all\b)",
    "ordinal order by": r"\border\s+by\s+\d+\b",
    "filter clause": r"\bfilter\s*\(",
    "ilike": r"\bilike\b",
    "natural join": r"\bnatural\s+join\b",
    "is distinct from": r"\bis\s+(?:not\s+)?distinct\s+from\b",
    "except or replace of columns": r"\*\s+(?:except|exclude|replace)\b",
    "boolean aggregate": r"\bbool_(?:or|and)\b",
}


def project_sql() -> list[Path]:
    return sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.sql"))


def plain_sql(text: str) -> str:
    """SQL without comments, string literals and Jinja; what Jinja quotes as SQL stays in."""
    text = re.sub(r"\{#.*?#\}", " ", text, flags=re.DOTALL)
    text = re.sub(r"--[^\n]*", " ", text)
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)
    jinja = "\n".join(
        inner
        for block in re.findall(r"\{\{.*?\}\}", text, flags=re.DOTALL)
        if "config(" not in block
        for inner in re.findall(r"'([^']*)'", block)
    )
    outside = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.DOTALL)
    return re.sub(r"'(?:[^']|'')*'", "''", outside) + "\n" + jinja


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_sql_uses_what_only_one_engine_knows(word: str) -> None:
    found = [
        str(file.relative_to(ROOT))
        for file in project_sql()
        if re.search(FORBIDDEN[word], plain_sql(file.read_text(encoding="utf-8")), re.IGNORECASE)
    ]
    assert found == []


def test_the_static_check_sees_each_forbidden_word() -> None:
    samples = {
        "target.type": "select 1",
        "qualify": "select a from t qualify row_number() over (order by a) = 1",
        "||": "select a || b from t",
        "limit": "select a from t limit 1",
        "using": "select a from t join u using (a)",
        "::": "select a::int from t",
        "boolean literal": "select a from t where b = true",
        "ordinal group by": "select a from t group by 1",
        "ordinal order by": "select a from t order by 1",
        "filter clause": "select count(*) filter (where a > 1) from t",
        "ilike": "select a from t where a ilike 'x'",
        "natural join": "select a from t natural join u",
        "is distinct from": "select a from t where a is distinct from b",
        "except or replace of columns": "select * exclude (a) from t",
        "boolean aggregate": "select bool_or(a) from t",
    }
    samples["target.type"] = "{% if target.type == 'duckdb' %} select 1 {% endif %}"
    missed = [
        word
        for word, sample in samples.items()
        if word != "target.type" and not re.search(FORBIDDEN[word], plain_sql(sample))
    ]
    assert missed == []


def test_no_model_test_or_snapshot_asks_for_its_engine() -> None:
    found = [
        str(file.relative_to(ROOT))
        for file in project_sql()
        if re.search(FORBIDDEN["target.type"], file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_models_are_short() -> None:
    lengths = [
        len(file.read_text(encoding="utf-8").splitlines())
        for file in (ROOT / "models").rglob("*.sql")
    ]
    assert max(lengths) <= 120
    assert median(lengths) <= 30
