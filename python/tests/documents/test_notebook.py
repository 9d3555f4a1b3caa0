"""The notebook: ten cells that read the business views, or one sentence without a warehouse."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Warehouse

NOTEBOOK = ROOT / "docs/notebook.py"
MISSING = "marimo is not installed: requirements/notebook.lock has it"
# From the facts and rules 3, 4 and 5 of the data model: cancelled orders bring nothing.
REVENUE = """
    select sum(valor_total_liquido - valor_devolvido)
    from fact.fact_vendas
    where status_pedido <> 'Cancelado'
"""


def test_it_has_ten_cells_over_business_views_alone() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert text.count("@app.cell\n") == 10
    tables = re.findall(r"\b(?:from|join) (\w+\.\w+)\b(?! import)", text)
    assert len(tables) > 7
    assert {table.partition(".")[0] for table in tables} - {"ecommerce_base"} == {"vw"}


def test_every_cell_answers_and_the_file_stays_as_it_is(
    loaded_once: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("marimo", reason=MISSING)
    monkeypatch.setenv("DW_DATA_DIR", str(loaded_once.data_dir))
    before = loaded_once.warehouse.stat().st_mtime_ns
    outputs, made = runpy.run_path(str(NOTEBOOK))["app"].run()
    assert [output is None for output in outputs].count(True) == 1  # the imports
    assert loaded_once.warehouse.stat().st_mtime_ns == before
    with duckdb.connect(str(loaded_once.warehouse), read_only=True) as warehouse:
        (revenue,) = warehouse.execute(REVENUE).fetchone() or (0,)
    assert made["receita"].receita.sum() == pytest.approx(float(revenue))


def test_without_a_warehouse_it_says_what_to_do(tmp_path: Path) -> None:
    pytest.importorskip("marimo", reason=MISSING)
    done = subprocess.run(
        [sys.executable, NOTEBOOK],
        env={**os.environ, "DW_DATA_DIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "execute `python run.py`" in done.stderr
    assert len(done.stderr.splitlines()) == 1
