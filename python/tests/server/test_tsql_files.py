"""The T-SQL that stands in files: Microsoft's parser takes it, and its moments are whole.

What dbt sends is recorded and judged in test_tsql_run.
"""

from __future__ import annotations

import re
from pathlib import Path

from conftest import ROOT
from tsql import scriptdom, statements

from ecommerce_server import shop
from ecommerce_server.permissions import grants, permissions
from ecommerce_server.scripts import batches

ROOMS = ("base", "certify", "dw", "ops", "server")
FOLDERS = (
    "docker/sqlserver",
    *(f"python/ecommerce_{room}/sql" for room in ROOMS),
    "dashboards/business/sql",
    "dashboards/monitoring/sql",
    "python/tests/server/sql",
)
# A moment of three decimals, which a boundary of six does not survive (messages 241, 242).
SHORT_MOMENT = re.compile(r"\bas (?:small)?datetime\b|\((?:small)?datetime\b", re.IGNORECASE)
# DuckDB's; and one that is no statement before its columns are known (`shop, changed` has it).
NOT_SENT = {"database_bytes.sql", "tables.sql", "apply_changes.sql", "duckdb_columns.sql"}


def t_sql() -> dict[str, list[str]]:
    """The batches of each file, and those that the rooms make."""
    found = {
        str(file.relative_to(ROOT)): [*map(_filled, batches(file.read_text(encoding="utf-8")))]
        for folder in FOLDERS
        for file in sorted((ROOT / folder).glob("*.sql"))
        if file.name not in NOT_SENT
    }
    found["shop"] = [part for parts in shop.ddl() for part in parts]
    found["shop, changed"] = shop.apply_statements(with_constraints=False)
    found["grants"] = grants(permissions())
    return found


def _filled(text: str) -> str:
    """Names in the places of names, variables in the places of values."""
    text = re.sub(r"\bin :(\w+)", r"in (@\1)", statements.without_comments(text))
    text = re.sub(r"(?<![:\w]):([a-z_]\w*)", r"@\1", text)
    return re.sub(r"\{(\w+)\}", r"\1", text)


def test_microsofts_parser_takes_every_file(tsql_parser: Path) -> None:
    asked = [
        (name, part)
        for name, parts in t_sql().items()
        for batch in parts
        for part in statements.for_the_server(batch)
    ]
    answers = zip(asked, scriptdom.refused([part for _, part in asked], tsql_parser), strict=True)
    assert [(said, name) for (name, _), said in answers if said] == []
    assert len(asked) > 150


def test_no_moment_is_cut_to_three_decimals() -> None:
    assert SHORT_MOMENT.search("convert(datetime, @a, 126)")
    assert SHORT_MOMENT.search("declare @ate datetime = @a") is None
    found = [name for name, parts in t_sql().items() if SHORT_MOMENT.search(" ".join(parts))]
    assert found == []


def test_the_parser_knows_t_sql_from_other_sql(tsql_parser: Path) -> None:
    wrong = ["select a from t where flag", "select a as plan from t", "select a || b as c from t"]
    assert all(scriptdom.refused(wrong, tsql_parser))
    assert scriptdom.refused(["select a + b as c from t where flag = 1"], tsql_parser) == [[]]
