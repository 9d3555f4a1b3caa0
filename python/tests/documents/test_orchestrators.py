"""The examples for orchestrators: they parse, start dbt once, and are imported where a tool is."""

from __future__ import annotations

import ast
import importlib.util
import runpy
from pathlib import Path

import pytest
from conftest import ROOT

FOLDER = ROOT / "docs/orchestrators"
TOOLS = {"airflow_cosmos": "cosmos", "dagster_dbt": "dagster_dbt"}


def test_every_example_has_its_tool_and_says_why_there_is_one_invocation() -> None:
    assert {file.stem for file in FOLDER.glob("*.py")} == set(TOOLS)
    for name in TOOLS:
        text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text))
        assert "from what the same run read" in text


@pytest.mark.parametrize("name", TOOLS)
def test_an_example_is_imported_where_its_tool_is(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec(TOOLS[name]) is None:
        pytest.skip(f"{TOOLS[name]} is not installed: it wants an environment of its own")
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    made = runpy.run_path(str(FOLDER / f"{name}.py"))
    assert {"warehouse"} <= made.keys()
