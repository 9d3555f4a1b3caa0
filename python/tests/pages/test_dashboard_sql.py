"""Every query of the dashboards: T-SQL that parses, nothing that one engine alone knows, runs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import sqlglot
from conftest import ROOT, Warehouse
from sqlglot import exp
from test_tsql_models import FORBIDDEN, plain_sql

from dashboards.common.query import bases, query, sql_server_statements
from dashboards.common.reader import DuckDbEngine
from ecommerce_base.settings import Settings

FILES = [
    *sorted((ROOT / "dashboards").glob("*/sql/*.sql")),
    *sorted((ROOT / "dashboards" / "common").glob("*.sql")),
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
    assert schemas <= {"vw", "ops", "audit", "ctl", "base"}
    if file.parent.parent.name == "business":
        assert schemas <= {"vw", "base"}
    if file.stem.startswith("base."):
        assert statement.args.get("with_") is None, "`insert into #table with ...` is no T-SQL"


@pytest.mark.parametrize("file", [file for file in FILES if "business" in file.parts], ids=label)
def test_a_query_of_the_business_pages_runs(file: Path, loaded_once: Warehouse) -> None:
    named = {name for every in FILES for name in NAMED.findall(every.read_text("utf-8"))}
    values = {name: value_of(name) for name in named}
    engine = DuckDbEngine(Settings(ROOT, loaded_once.data_dir))
    (found,), _ = engine.frames([query(file, **values)])
    assert len(found.columns) > 1


def value_of(name: str) -> object:
    """A value of the parameter's kind."""
    if name in ("por_item", "mensal", "livre", "com_cancelados"):
        return 0
    if name == "vendedor":
        return 1
    if re.fullmatch("(mes|coorte)_(de|ate)", name):
        return "2026-01"
    return DAY if re.match("(de|ate|inicio|fim|mes_inicio)", name) else ""


def test_shared_parts_are_made_once_and_before_those_that_read_them(tmp_path: Path) -> None:
    (tmp_path / "base.um.sql").write_text("select :de as dia")
    (tmp_path / "base.dois.sql").write_text("select dia from base.um")
    for name in ("a", "b"):
        (tmp_path / f"{name}.sql").write_text("select * from base.dois cross join base.um")
    asked = [query(tmp_path / f"{name}.sql", de=1, ate=2) for name in ("a", "b")]
    assert list(bases(asked)) == ["um", "dois"]
    with pytest.raises(ValueError, match=r"base\.um .* different parameters"):
        bases([asked[0], query(tmp_path / "b.sql", de=2)])


def test_shared_parts_are_filled_on_sql_server_in_the_session(tmp_path: Path) -> None:
    """The table is made by a statement without values, and filled by one with them in order."""
    (tmp_path / "base.um.sql").write_text(
        "-- Days from :de on\nselect d from vw.x where d between :de and :ate"
    )
    (tmp_path / "a.sql").write_text("select * from base.um where d <> :de")
    asked = query(tmp_path / "a.sql", de=1, ate=2)
    assert sql_server_statements([asked]) == [
        (
            "select top 0 * into #um from "
            "(select d from vw.x where d between null and null) as base",
            [],
        ),
        ("insert into #um select d from vw.x where d between ? and ?", [1, 2]),
        ("select * from #um where d <> ?", [1]),
    ]
