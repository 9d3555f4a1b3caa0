"""The project's keys as SQLMesh macros."""

from __future__ import annotations

from sqlglot import exp, parse_one
from sqlmesh import SQL, macro
from sqlmesh.core.macros import MacroEvaluator

KEY = (
    "CAST(CAST('0x' || LEFT(MD5({0}), 16) AS UBIGINT) "
    "& CAST(9223372036854775807 AS UBIGINT) AS BIGINT)"
)


@macro()
def chave(evaluator: MacroEvaluator, texto: SQL) -> exp.Expr:
    """Surrogate key of a text."""
    return parse_one(KEY.format(texto), dialect="duckdb")


@macro()
def data_id(evaluator: MacroEvaluator, data: SQL) -> exp.Expr:
    """Key of dim_data: YYYYMMDD."""
    text = f"(year({data}) * 10000 + month({data}) * 100 + day({data}))"
    return parse_one(text, dialect="duckdb")
