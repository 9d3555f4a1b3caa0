"""Surrogate keys and row hashes are the same numbers on both engines, by known answers.

Expected values come from hashlib and from the text that each engine's documentation gives for a
value. The T-SQL is the macros' own, run on DuckDB by tsql/translate.py; that it hashes UTF-8 bytes,
never UTF-16, is a rule on its text (tsql/rules.py), and a first load in T-SQL compares every key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest
import sqlglot
from tsql.rules import hashes_of_wide_texts
from tsql.translate import prepare, to_duckdb

DIALECT = Path(__file__).resolve().parents[2] / "macros" / "dialect"

# (T-SQL expression, DuckDB's, logical type, canonical text)
VALUES = [
    ("cast(0 as bigint)", "0::bigint", "bigint", "0"),
    ("cast(-9223372036854775807 as bigint)", "-9223372036854775807", "bigint", None),
    ("cast(9223372036854775807 as bigint)", "9223372036854775807", "bigint", None),
    ("cast('São Paulo' as nvarchar(50))", "'São Paulo'", "nvarchar(50)", "São Paulo"),
    ("cast('a ' as nvarchar(50))", "'a '", "nvarchar(50)", "a "),
    ("cast(' a' as nvarchar(50))", "' a'", "nvarchar(50)", " a"),
    ("cast('' as nvarchar(50))", "''", "nvarchar(50)", ""),
    ("cast('Łódź 東京 🛒' as nvarchar(50))", "'Łódź 東京 🛒'", "nvarchar(50)", "Łódź 東京 🛒"),
    ("cast(null as nvarchar(50))", "null::varchar", "nvarchar(50)", "<nulo>"),
    ("cast(null as bit)", "null::boolean", "bit", "<nulo>"),
    ("cast(1 as bit)", "true", "bit", "1"),
    ("cast(0 as bit)", "false", "bit", "0"),
    ("cast(0.5 as decimal(10, 2))", "0.5::decimal(10, 2)", "decimal(10,2)", "0.50"),
    ("cast(-0.5 as decimal(10, 2))", "-0.5::decimal(10, 2)", "decimal(10,2)", "-0.50"),
    ("cast(0 as decimal(10, 2))", "0::decimal(10, 2)", "decimal(10,2)", "0.00"),
    ("cast(12345678.9 as decimal(15, 2))", "12345678.9::decimal(15, 2)", "decimal(15,2)", None),
    ("cast('2024-02-29' as date)", "date '2024-02-29'", "date", "2024-02-29"),
    (
        "cast('2024-02-29 01:02:03.000004' as datetime2(6))",
        "timestamp '2024-02-29 01:02:03.000004'",
        "datetime2(6)",
        "2024-02-29 01:02:03.000004",
    ),
    (
        "cast('1900-01-01' as datetime2(6))",
        "timestamp '1900-01-01'",
        "datetime2(6)",
        "1900-01-01 00:00:00.000000",
    ),
]
WRITTEN = {
    "cast(-9223372036854775807 as bigint)": "-9223372036854775807",
    "cast(9223372036854775807 as bigint)": "9223372036854775807",
    "cast(12345678.9 as decimal(15, 2))": "12345678.90",
}


class Returned(Exception):
    """A macro's `return`, as dbt has it."""


def macro(file: str, name: str) -> Callable[..., Any]:
    """A macro of macros/dialect/<file>.sql, outside of dbt."""

    def give(value: Any) -> None:
        raise Returned(value)

    text = (DIALECT / f"{file}.sql").read_text(encoding="utf-8")
    made = jinja2.Environment(extensions=["jinja2.ext.do"]).from_string(text, {"return": give})
    body = getattr(made.module, name)

    def call(*arguments: Any) -> Any:
        try:
            return str(body(*arguments)).strip()
        except Returned as returned:
            return returned.args[0]

    return call


def expressions(engine: str, value: str, logical: str) -> tuple[str, str, str]:
    """Canonical text, MD5 and 63-bit hash of a value, in the engine's SQL."""
    text = macro("texto_canonico", f"{engine}__textos_canonicos")([[value, logical]])[0]
    return (
        text,
        macro("md5_hex", f"{engine}__md5_hex")(text),
        macro("hash_63", f"{engine}__hash_63")(text),
    )


@pytest.fixture
def db() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    prepare(made)
    return made


@pytest.mark.parametrize(("tsql", "duck", "logical", "text"), VALUES, ids=[v[0] for v in VALUES])
def test_a_value_hashes_to_the_same_number_on_both_engines(
    db: duckdb.DuckDBPyConnection, tsql: str, duck: str, logical: str, text: str | None
) -> None:
    said = WRITTEN[tsql] if text is None else text
    digest = hashlib.md5(said.encode("utf-8")).digest()
    key = int.from_bytes(digest[:8], "big") & (2**63 - 1)
    expected = (said, digest.hex(), key)
    on_duckdb = "select " + ", ".join(expressions("duckdb", duck, logical))
    on_server = "select " + ", ".join(expressions("default", tsql, logical))
    assert db.execute(on_duckdb).fetchone() == expected
    assert db.execute(to_duckdb(on_server, "")).fetchone() == expected
    assert list(hashes_of_wide_texts(sqlglot.parse_one(on_server, read="tsql"))) == []


def test_the_negative_half_of_the_digests_is_among_the_answers() -> None:
    """T-SQL's bigint is signed: some digest must begin with its sign bit set."""
    texts = [WRITTEN.get(tsql, text) or "" for tsql, _, _, text in VALUES]
    assert {hashlib.md5(text.encode()).digest()[0] >= 128 for text in texts} == {True, False}


def test_texts_are_joined_alike(db: duckdb.DuckDBPyConnection) -> None:
    texts = ["'a'", "'<nulo>'", "''"]
    on_duckdb = macro("junta_textos", "duckdb__junta_textos")(texts)
    on_server = macro("junta_textos", "default__junta_textos")(texts)
    translated = to_duckdb(f"select {on_server}", "")
    assert db.execute(f"select {on_duckdb}").fetchone() == ("a|<nulo>|",)
    assert db.execute(translated).fetchone() == ("a|<nulo>|",)


def product(p1: int, s1: int, p2: int, s2: int) -> tuple[int, int]:
    """Precision and scale of a decimal product in T-SQL ('Precision, scale, and length')."""
    return _limited(p1 + p2 + 1, s1 + s2)


def quotient(p1: int, s1: int, p2: int, s2: int) -> tuple[int, int]:
    """Precision and scale of a decimal quotient in T-SQL."""
    scale = max(6, s1 + p2 + 1)
    return _limited(p1 - s1 + s2 + scale, scale)


def _limited(precision: int, scale: int) -> tuple[int, int]:
    if precision <= 38:
        return precision, scale
    whole = precision - scale
    if whole < 32:
        return 38, min(scale, 38 - whole)
    return 38, scale if scale < 6 else 6


def test_decimal_types_follow_the_servers_rule() -> None:
    """The examples of Microsoft's page, and what anybody knows of money by quantity."""
    assert product(10, 2, 10, 0) == (21, 2)
    assert product(38, 10, 38, 10) == (38, 6)
    assert quotient(38, 10, 38, 10) == (38, 6)


def test_money_keeps_its_cents_through_the_servers_types() -> None:
    """Splitting, percentages and means multiply centavos as decimal(38, 0) and scale at the end."""
    assert product(2, 2, 38, 0)[1] == 2  # 0.01 * the whole centavos
    assert product(28, 2, 3, 0) == (32, 2)  # money * 100
    assert product(19, 0, 19, 0) == (38, 0)  # an order's centavos by an item's: 10^17 each at most
    assert quotient(38, 0, 38, 0)[1] == 6  # a quotient without a rest is exact at any scale
    assert product(*product(19, 2, 5, 2), 2, 2)[1] == 6  # commission, rounded to 2 afterwards
