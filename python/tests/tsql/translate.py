"""T-SQL that dbt compiled, run on DuckDB: sqlglot's translation, and what it does not know.

COVERED lists what is rewritten here, with T-SQL's own meaning written out in DuckDB; NOT_COVERED
what a translation cannot show, and the test that looks at it instead.
"""

from __future__ import annotations

import duckdb
import sqlglot
from sqlglot import exp

COVERED = {
    "HASHBYTES('MD5', x)": "bytes of the MD5 of the text's UTF-8 bytes",
    "CONVERT(bigint, binary)": "big-endian two's complement of 8 bytes",
    "CONVERT(varchar, binary, 2)": "hexadecimal in capitals, without 0x",
    "CAST(x AS varchar(n))": "bit as 0 or 1, six decimals of a moment; longer than n: cut off",
    "a / b": "whole numbers: whole quotient; decimal(38, 0): exact",
    "bit, float": "boolean, double",
    "COLLATE": "dropped: texts compare by bytes on DuckDB",
    "0 as a date": "1900-01-01",
    "PERCENTILE_CONT(0.5) WITHIN GROUP": "median",
    "WITH": "RECURSIVE where a part reads itself",
    "SYSDATETIME(), SYSUTCDATETIME()": "the moment that the test gives",
}
NOT_COVERED = {
    "UTF-16 or another code page in HASHBYTES": "test_tsql_hashes, hashes_of_wide_texts",
    "literals beyond int are numeric": "test_each_rule_sees_what_it_is_for",
    "collations that ignore case": "doctor, test_sqlserver_connection",
    "trailing blanks are equal": "test_no_text_of_the_source_keeps_the_blanks_at_its_end",
    "precision of decimal arithmetic over 38 digits": "test_tsql_hashes",
    "locks, transactions, deadlocks": "tests marked sqlserver, where a server is",
    "MERGE, sp_rename, index DDL: the adapter's own": "test_every_statement_of_a_run_is_t_sql",
}

_FUNCTIONS = """
create or replace macro tsql_bytes(x) as upper(md5(x));
create or replace macro tsql_slice(b, start, n) as substring(b, 2 * start - 1, 2 * n);
create or replace macro tsql_u64(b) as cast('0x' || b as ubigint)::hugeint;
create or replace macro tsql_bigint(b) as
    cast(case when tsql_u64(b) >= 9223372036854775808::hugeint
        then tsql_u64(b) - 18446744073709551616::hugeint else tsql_u64(b) end as bigint);
create or replace macro tsql_text(x) as
    case when typeof(x) = 'BOOLEAN' then replace(replace(x::varchar, 'true', '1'), 'false', '0')
    when typeof(x) = 'TIMESTAMP' then strftime(x::timestamp, '%Y-%m-%d %H:%M:%S.%f')
    else x::varchar end;
create or replace macro tsql_exact(a, b) as
    cast(cast(a as hugeint) // cast(b as hugeint) as decimal(38, 0));
create or replace macro tsql_div(a, b) as
    case when typeof(a) like '%INT%' and typeof(b) like '%INT%' then a // b else a / b end;
"""
_TYPES = {exp.DType.BIT: "boolean", exp.DType.FLOAT: "double"}
_TEXTS = (exp.DType.VARCHAR, exp.DType.NVARCHAR, exp.DType.CHAR, exp.DType.NCHAR)


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Defines T-SQL's functions in the connection's database."""
    db.execute(_FUNCTIONS)


def to_duckdb(sql: str, now: str) -> str:
    """One T-SQL select in DuckDB's words; `now`: what the server's clock says."""
    parsed = exp.Subquery(this=sqlglot.parse_one(sql, read="tsql"))
    for node in reversed(list(parsed.walk())):  # children first
        node.replace(_rewrite(node, now))
    return str(parsed.this.sql(dialect="duckdb"))


def _name(node: exp.Expr) -> str:
    return node.name if isinstance(node, exp.Anonymous) else ""


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _rewrite(node: exp.Expr, now: str) -> exp.Expr:
    if isinstance(node, exp.Collate):
        inner: exp.Expr = node.this
        return inner
    if isinstance(node, exp.MD5):
        return _call("tsql_bytes", node.this)  # as hexadecimal digits
    if isinstance(node, exp.Substring) and _name(node.this) == "tsql_bytes":
        return _call("tsql_slice", node.this, node.args["start"], node.args["length"])
    if isinstance(node, exp.CurrentTimestamp) or _name(node).lower() == "sysutcdatetime":
        return exp.cast(exp.Literal.string(now), "timestamp")
    if isinstance(node, exp.Convert):
        return _convert(node)
    if isinstance(node, exp.WithinGroup) and isinstance(node.this, exp.PercentileCont):
        return _call("median", node.expression.expressions[0].this)
    if isinstance(node, exp.Cast) and node.to.this in _TEXTS:
        return _cut(_call("tsql_text", node.this), node.to)
    if isinstance(node, exp.Div):
        return _divide(node)
    if isinstance(node, exp.DataType) and node.this in _TYPES:
        return exp.DataType.build(_TYPES[node.this], dialect="duckdb")
    if isinstance(node, exp.DateAdd) and node.this.is_int:
        node.set("this", exp.cast(exp.Literal.string("1900-01-01"), "timestamp"))
    if isinstance(node, exp.With):
        node.set("recursive", any(_calls_itself(cte) for cte in node.expressions))
    return node


def _calls_itself(cte: exp.CTE) -> bool:
    return any(table.name == cte.alias and not table.db for table in cte.this.find_all(exp.Table))


def _convert(node: exp.Convert) -> exp.Expr:
    kind, value, style = node.this, node.expression, node.args.get("style")
    number = style.name if style else ""
    if kind.this == exp.DType.BIGINT:
        return _call("tsql_bigint", value)
    if number == "2":
        inner: exp.Expr = value
        return inner
    formats = {"121": "%Y-%m-%d %H:%M:%S.%f", "23": "%Y-%m-%d", "126": "%Y-%m-%dT%H:%M:%S.%f"}
    moment = exp.cast(value, "timestamp")
    return _cut(_call("strftime", moment, exp.Literal.string(formats[number])), kind)


def _cut(text: exp.Expr, kind: exp.DataType) -> exp.Expr:
    if not kind.expressions:
        return text
    return _call("left", text, exp.Literal.number(kind.expressions[0].name))


def _divide(node: exp.Div) -> exp.Expr:
    right = node.expression.unnest()
    whole = isinstance(right, exp.Cast) and right.to.sql("tsql").upper().startswith("NUMERIC(38, 0")
    return _call("tsql_exact" if whole else "tsql_div", node.this, node.expression)
