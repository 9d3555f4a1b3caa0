"""Variables of dbt: which of them the project is parsed for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, RunCli, Warehouse

from ecommerce_base.settings import Settings
from ecommerce_dw.dbt_runner import SHAPING, _parsed_with

OF_PACKAGES = "dbt_project_evaluator"
# A moment, days and months are written so; any other value is a number, or is another truth.
OTHERS = {
    "cutoff": "2026-01-31 12:00:00.000000",
    "dim_data_inicio": "2024-01-01",
    "dim_data_fim": "2030-12-31",
    "reabrir_metas": ["2025-01"],
    "reprocessar_meses": ["2025-01"],
    "apagar_clientes": [1],
    "versao_projeto": "2.0.0",
}


def declared() -> dict[str, Any]:
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    return {name: value for name, value in project["vars"].items() if name != OF_PACKAGES}


def another(name: str, value: Any) -> Any:
    if name in OTHERS:
        return OTHERS[name]
    return not value if isinstance(value, bool) else (value or 0) + 1


def test_the_project_is_the_same_whatever_the_variables_of_a_run(tmp_path: Path) -> None:
    """But for those of SHAPING: what nodes depend on, their configurations, their texts."""
    of_run = {name: value for name, value in declared().items() if name not in SHAPING}
    other = {name: another(name, value) for name, value in of_run.items()}
    assert all(other[name] != of_run[name] for name in other)
    assert parsed(tmp_path / "plain", {}) == parsed(tmp_path / "other", other)
    assert _parsed_with(Settings(ROOT, tmp_path), other) == {}
    shaping = {"oltp_database": "X", "estrategia_fatos": "merge", OF_PACKAGES: {}, "other": 1}
    assert _parsed_with(Settings(ROOT, tmp_path), {**other, **shaping}) == shaping


def parsed(folder: Path, variables: dict[str, Any]) -> Any:
    from dbt.cli.main import dbtRunner

    places = ["--target-path", folder, "--log-path", folder]
    places += ["--project-dir", ROOT, "--profiles-dir", ROOT]
    quiet = ["--log-level", "none", "--log-level-file", "none"]
    words = [*quiet, "parse", "--vars", yaml.safe_dump(variables), *map(str, places)]
    result = dbtRunner().invoke(words)
    assert result.success, result.exception
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["metadata"]
    return comparable(manifest)


def comparable(part: Any, name: str = "") -> Any:
    """A manifest without moments; what depends on what is a set, and macros are not told.

    SQL of a run that sweeps names the same models in another order, by other macros.
    """
    if name == "depends_on":
        return {*part.get("nodes", [])}
    if isinstance(part, dict):
        left_out = ("created_at", "refs")
        return {k: comparable(value, k) for k, value in part.items() if k not in left_out}
    return [comparable(each) for each in part] if isinstance(part, list) else part


@pytest.mark.parametrize("project", ["vars: [", "name: x", "- a list", "vars:"])
def test_a_project_that_cannot_be_read_is_dbts_to_tell(tmp_path: Path, project: str) -> None:
    (tmp_path / "dbt_project.yml").write_text(project)
    assert _parsed_with(Settings(tmp_path, tmp_path), {"varrer": True}) == {"varrer": True}
    assert _parsed_with(Settings(tmp_path, tmp_path), {}) == {}


def test_a_variable_of_the_run_is_no_reason_to_parse_anew(
    run_cli: RunCli, loaded: Warehouse, tmp_path: Path
) -> None:
    places = {"DBT_TARGET_PATH": str(tmp_path / "target")}
    arguments = ("--select", "vw_estados", "--exclude", "resource_type:test")
    kept = tmp_path / "target" / "partial_parse.msgpack"

    def run(*more: str) -> bytes:
        run_cli(*arguments, *more, data_dir=loaded.data_dir, env=places, check=True)
        return kept.read_bytes()

    first = run()
    assert run("--vars", "{queda_maxima_percentual: 100}") == first
    assert run() == first
    assert run("--vars", "{another: 1}") != first
