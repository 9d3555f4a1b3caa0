"""Every query of the dashboards: T-SQL that parses, nothing that one engine alone knows, runs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest
import sqlglot
from conftest import ROOT, Warehouse
from sqlglot import exp
from test_tsql_models import FORBIDDEN, plain_sql

FILES = [
    *sorted((ROOT / "dashboards").glob("*/sql/*.sql")),
    *sorted((ROOT / "python" / "ecommerce_dw" / "dashboard").glob("*.sql")),
]
# What sqlglot reads and SQL Server does not know; a Command is text it gave up on.
NOT_T_SQL = (exp.Command, exp.Boolean, exp.Qualify, exp.DPipe)
DAY = date(2026, 1, 1)
NAMED = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")


def label(file: Path) -> str:
    return f"{file.parent.parent.name}-{file.stem}"


@pytest.mark.parametrize("file", FILES, ids=label)
def test_a_query_is_what_both_engines_share(file: Path) -> None:
    text = file.read_text("utf-8")
    plain = plain_sql(text)
    found = [word for word, form in FORBIDDEN.items() if re.search(form, plain, re.IGNORECASE)]
    assert found == []
    (statement,) = sqlglot.parse(NAMED.sub(r"@\1", text), read="tsql")
    assert statement is not None
    assert not list(statement.find_all(*NOT_T_SQL))
    assert statement.find(exp.Select), "only reads"
    schemas = {table.db for table in statement.find_all(exp.Table) if table.db}
    assert schemas <= {"vw", "ops", "audit", "ctl"}
    if file.parent.parent.name == "business":
        assert schemas == {"vw"}


@pytest.mark.parametrize("file", [file for file in FILES if "business" in file.parts], ids=label)
def test_a_query_of_the_business_pages_runs(file: Path, loaded_once: Warehouse) -> None:
    text = file.read_text("utf-8")
    values = {
        name: DAY if re.match("(de|ate|inicio|fim)", name) else "" for name in NAMED.findall(text)
    }
    with duckdb.connect(str(loaded_once.warehouse), read_only=True) as connection:
        found = connection.execute(NAMED.sub(r"$\1", text), values).df()
    assert len(found.columns) > 1
