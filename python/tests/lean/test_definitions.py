"""Views and seeds that a plain run leaves out: when it does, and what makes it make them again."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import ROOT, RunCli, Warehouse

from ecommerce_base.settings import Settings
from ecommerce_lean import definitions

# What makes SQL of one run: a view with it is made in every run.
OF_THE_RUN = re.compile(r"\b(cutoff|run_id|execucao|janela|na_janela|agora_da_execucao)\(")
SQL = ROOT / "python" / "tests" / "launcher" / "sql"


def run(run_cli: RunCli, warehouse: Warehouse, *arguments: str) -> tuple[set[str], Any]:
    """Runs the main job; returns the models and seeds that it made, and how its tests ended."""
    told = json.loads(run_cli(*arguments, "--json", data_dir=warehouse.data_dir, check=True).stdout)
    assert told["status"] == "success"
    with duckdb.connect(str(warehouse.warehouse), read_only=True) as connection:
        rows = connection.execute((SQL / "nodes.sql").read_text(), [told["run_id"]]).fetchall()
    return {name for (name,) in rows}, told["tests"]


def built(run_cli: RunCli, warehouse: Warehouse, *arguments: str) -> set[str]:
    return run(run_cli, warehouse, *arguments)[0]


def change(warehouse: Warehouse, name: str) -> None:
    with duckdb.connect(str(warehouse.warehouse)) as connection:
        connection.execute((SQL / f"{name}.sql").read_text())


def every_view_answers(warehouse: Warehouse) -> None:
    with duckdb.connect(str(warehouse.warehouse), read_only=True) as connection:
        connection.execute("attach ? as ECOMMERCE_OLTP (read_only)", [str(warehouse.source)])
        for name in connection.execute((SQL / "views.sql").read_text()).fetchall():
            connection.table(".".join(name)).limit(1).fetchall()


def test_a_run_leaves_out_what_is_there_and_makes_what_is_not(
    run_cli: RunCli, loaded: Warehouse, tmp_path: Path
) -> None:
    left_out = {*definitions._names(ROOT), "feriados_nacionais", "taxonomia_erros"}
    all_made, tests = run(run_cli, loaded)  # nothing is known of a warehouse found so
    assert left_out <= all_made
    assert tests["passed"] > 100
    made, tests_of_both = run(run_cli, loaded)
    assert not left_out & made
    assert {"dim_cliente", "fact_vendas", "reconciliacao", "int_pedidos_em_voo"} <= made
    assert tests_of_both == tests  # those of what is left out, too
    every_view_answers(loaded)

    settings = Settings(ROOT, loaded.data_dir)
    assert definitions.known(settings, {})
    assert not definitions.known(settings, {"sla_minutos": 7})
    kept = loaded.copy_to(tmp_path / "kept")
    for spoilt in ("view_dropped", "seed_changed", "view_replaced"):
        kept.copy_to(loaded.data_dir)
        change(loaded, spoilt)
        assert not definitions.known(settings, {}), spoilt
    assert left_out <= built(run_cli, loaded)

    assert definitions.known(settings, {})
    note = (loaded.data_dir / "definitions.json").read_text()
    assert left_out <= built(run_cli, loaded, "--full-refresh")
    # Made by a run of another moment and kind, they are the same.
    assert (loaded.data_dir / "definitions.json").read_text() == note
    assert "vw_vendas_completa" in built(run_cli, loaded, "--select", "vw_vendas_completa")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the files that define the warehouse."""
    for folder in ("models", "macros", "snapshots", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for name in ("dbt_project.yml", "profiles.yml", "requirements/core.lock"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    "edited",
    [
        "models/vw/vw_vendas_completa.sql",
        "models/vw/_vw__models.yml",
        "macros/dialect/tipo.sql",
        "seeds/taxonomia_erros.csv",
        "dbt_project.yml",
        "requirements/core.lock",
    ],
)
def test_an_edited_file_is_another_project(project: Path, edited: str) -> None:
    before = definitions._project(project, {})
    with (project / edited).open("a") as file:
        file.write("\n")
    assert definitions._project(project, {}) != before


def test_what_else_makes_another_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = definitions._project(project, {})
    assert definitions._project(project, {}) == before
    assert definitions._project(project, {"sla_minutos": 7}) != before
    (project / "models/vw/vw_vendas_completa.sql").rename(project / "models/vw/vw_outra.sql")
    renamed = definitions._project(project, {})
    assert renamed != before
    monkeypatch.setenv("DW_DBT_PACKAGES", "elsewhere")
    assert definitions._project(project, {}) != renamed


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"project": 1}'])
def test_a_damaged_note_is_no_note(tmp_path: Path, content: str) -> None:
    settings = Settings(ROOT, tmp_path)
    assert not definitions.known(settings, {})
    (tmp_path / "definitions.json").write_text(content)
    assert not definitions.known(settings, {})


def test_no_view_that_is_left_out_has_something_of_the_run() -> None:
    files = [file for folder in definitions.VIEWS for file in (ROOT / folder).glob("*.sql")]
    assert len(files) > 40
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not OF_THE_RUN.search(text), file
        assert "config(" not in text, file  # its folder makes it a view
        assert "invocation_id" not in text, file


def test_every_seed_is_compared_with_its_rows() -> None:
    asked: Any = (ROOT / "python/ecommerce_lean/sql/definitions.sql").read_text()
    for seed in (ROOT / "seeds").glob("*.csv"):
        assert f".{seed.stem} as" in asked, seed
