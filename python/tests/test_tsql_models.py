"""The models are T-SQL too: they compile for SQL Server, parse, and use no engine's own words."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import sqlglot
from invariants.harness import ROOT, Bench, Warehouse
from sqlglot import exp
from sqlglot.errors import ParseError

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

# What sqlglot reads and SQL Server does not know; a Command is text it gave up on.
NOT_T_SQL = (exp.Command, exp.Boolean, exp.Qualify, exp.DPipe)


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
    lengths = sorted(
        len(file.read_text(encoding="utf-8").splitlines())
        for file in (ROOT / "models").rglob("*.sql")
    )
    assert lengths[-1] <= 120
    assert lengths[len(lengths) // 2] < 30


@pytest.fixture(scope="module", params=["true", "false"], ids=["incremental", "first load"])
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project compiled for SQL Server, with no server there, on either branch."""
    if importlib.util.find_spec("dbt.adapters.sqlserver") is None:
        pytest.skip("dbt-sqlserver is not installed")
    folder = tmp_path_factory.mktemp("tsql")
    data = Warehouse(Bench(folder), folder / "nothing")
    data.folder.mkdir()
    data.dbt(
        "compile",
        *("--target", "sqlserver", "--no-introspect", "--no-populate-cache"),
        *("--vars", f"{{forcar_incremental: {request.param}}}"),
    )
    return folder / "varied" / "compiled"


def test_every_model_compiles_to_t_sql_that_parses(compiled: Path) -> None:
    wrong = []
    files = sorted(compiled.rglob("*.sql"))
    for file in files:
        try:
            statements = sqlglot.parse(file.read_text(encoding="utf-8"), read="tsql")
        except ParseError as error:
            wrong.append(f"{file.name}: {error}")
            continue
        wrong += [
            f"{file.name}: {found.sql(dialect='tsql')[:100]}"
            for statement in statements
            if statement is not None
            for found in statement.find_all(*NOT_T_SQL)
        ]
    models = {file.stem for file in (ROOT / "models").rglob("*.sql")}
    assert models - {file.stem for file in files} == set()
    assert wrong == []
