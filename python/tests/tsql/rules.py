"""What T-SQL refuses and other engines take: rules that a parser does not check.

Each rule is a function of a parsed statement; it gives what is wrong, in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from sqlglot import exp

Rule = Callable[[exp.Expr], Iterator[str]]

INT_MAX = 2**31 - 1
_NEWER = (exp.Greatest, exp.Least, exp.TimestampTrunc, exp.Trunc, exp.GenerateSeries)
_RANKED = (exp.RowNumber, exp.Ntile, exp.Rank, exp.DenseRank, exp.Lead, exp.Lag)
# Names in capitals: the databases, the adapter's aliases, the standard's catalog, which has to be.
CAPITALS = frozenset(
    re.findall(
        r"\w+",
        """
        DW_ECOMMERCE ECOMMERCE_OLTP DBT_INTERNAL_SOURCE DBT_INTERNAL_DEST INFORMATION_SCHEMA COLUMNS
        TABLES TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME DATA_TYPE CHARACTER_MAXIMUM_LENGTH
        IS_NULLABLE NUMERIC_PRECISION NUMERIC_SCALE NOCOUNT XACT_ABORT THROW
        """,
    )
)
# Functions that the project's SQL may call; all of them are SQL Server 2019's.
FUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        """
        abs avg has_dbaccess serverproperty collationproperty suser_sname db_name
        cast ceiling charindex coalesce concat convert count cume_dist datalength dateadd
        datediff datefromparts datename datepart day db_id eomonth first_value floor format getdate
        has_perms_by_name hashbytes iif isnull lag last_value lead left len lower ltrim max min
        month ntile nullif object_id object_name percent_rank percentile_cont power quotename rank
        replace right round row_number rtrim schema_id schema_name sign sqrt stdev string_agg
        substring sum sysdatetime sysutcdatetime trim upper year dense_rank count_big square
        """,
    )
)


_WALKED: list[tuple[exp.Expr, list[exp.Expr]]] = []


def every(tree: exp.Expr, *kinds: type[exp.Expr]) -> Iterator[Any]:
    """The nodes of these kinds: `find_all`, but one walk serves all the rules."""
    if not _WALKED or _WALKED[0][0] is not tree:
        _WALKED[:] = [(tree, list(tree.walk()))]
    return (node for node in _WALKED[0][1] if isinstance(node, kinds))


def subqueries_in_aggregates(tree: exp.Expr) -> Iterator[str]:
    """Message 130: no aggregate of an expression with an aggregate or a subquery."""
    for call in every(tree, exp.AggFunc):
        if isinstance(call.parent, exp.Window) or isinstance(call, _RANKED):
            continue
        if call.this is not None and call.this.find(exp.Subquery, exp.Exists, exp.AggFunc):
            yield f"aggregate of a subquery or an aggregate: {call.sql('tsql')[:80]}"


def mixed_outer_references(tree: exp.Expr) -> Iterator[str]:
    """Message 8124: an aggregate that names a column from outside names no other column."""
    for call in every(tree, exp.AggFunc):
        query = call.find_ancestor(exp.Select)
        if query is None:
            continue
        sources = [query.args.get("from_") or query.args.get("from"), *query.args.get("joins", [])]
        own = {source.this.alias_or_name for source in sources if source is not None}
        columns = list(call.find_all(exp.Column))
        outer = [column for column in columns if column.table and column.table not in own]
        if outer and len({column.sql() for column in columns}) > 1:
            yield f"an aggregate of inner and outer columns: {call.sql('tsql')[:80]}"


def bitwise_on_numeric(tree: exp.Expr) -> Iterator[str]:
    """Message 402: a whole literal beyond int is numeric, which & | ^ refuse."""
    for operation in every(tree, exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor):
        for side in (operation.left, operation.right):
            if isinstance(side, exp.Literal) and side.is_int and int(side.name) > INT_MAX:
                yield f"bitwise operator on numeric: {side.name}"


def ranks_without_order(tree: exp.Expr) -> Iterator[str]:
    """Message 4112: a ranking function needs ORDER BY."""
    for window in every(tree, exp.Window):
        if isinstance(window.this, _RANKED) and not window.args.get("order"):
            yield f"no order by: {window.sql('tsql')[:80]}"


def unnamed_columns(tree: exp.Expr) -> Iterator[str]:
    """Message 8155: every column of a subquery or CTE has a name, and (8156) just one.

    So has what a run asks: its driver tells of a column without one, on every run.
    """
    for owner in every(tree, exp.CTE, exp.Subquery):
        inner = owner.this
        if isinstance(owner, exp.Subquery) and not isinstance(owner.parent, (exp.From, exp.Join)):
            continue
        if not isinstance(inner, exp.Query) or owner.alias_column_names:
            continue
        names = [column.alias_or_name.lower() for column in inner.selects]
        for column in inner.selects:
            if not isinstance(column, (exp.Alias, exp.Column, exp.Star, exp.Dot)):
                yield f"no name in {owner.alias}: {column.sql('tsql')[:80]}"
        for name in {name for name in names if name != "*" and names.count(name) > 1}:
            yield f"{name} twice in {owner.alias}"
    if isinstance(tree, exp.Select) and not tree.args.get("into"):
        for column in tree.selects:
            if not isinstance(column, (exp.Alias, exp.Column, exp.Star, exp.Dot, exp.PropertyEQ)):
                yield f"no name in what is asked: {column.sql('tsql')[:80]}"


def averages_of_whole_numbers(tree: exp.Expr) -> Iterator[str]:
    """avg of int is int on SQL Server: what is averaged is cast first, here or where it is made."""
    for call in every(tree, exp.Avg):
        inner = call.this.unnest()
        if isinstance(inner, (exp.Literal, exp.Count)):
            yield f"average of whole numbers: {call.sql('tsql')[:80]}"


def unknown_functions(tree: exp.Expr) -> Iterator[str]:
    """A function that SQL Server 2019 does not have."""
    for call in every(tree, exp.Anonymous):
        if call.name.lower() not in FUNCTIONS:
            yield f"unknown function: {call.name}"
    for call in every(tree, *_NEWER):
        yield f"function of SQL Server 2022: {call.sql('tsql')[:80]}"


def hashes_of_wide_texts(tree: exp.Expr) -> Iterator[str]:
    """HASHBYTES of an nvarchar hashes UTF-16: all that it is fed is varchar or a literal."""
    for call in every(tree, exp.MD5, exp.MD5Digest):
        if isinstance(call.this, exp.Add):
            continue  # the adapter's dbt_scd_id, which no other engine has to agree with
        pieces = call.this.expressions if isinstance(call.this, exp.Concat) else [call.this]
        for piece in pieces:
            if isinstance(piece, exp.Coalesce):
                piece = piece.this
            if isinstance(piece, exp.Literal) or piece.name == "row_hash":
                continue
            kind = piece.this if isinstance(piece, exp.Convert) else piece.args.get("to")
            if kind is None or kind.this != exp.DType.VARCHAR:
                yield f"not a varchar in a hash: {piece.sql('tsql')[:80]}"
                continue
            is_text = isinstance(piece, exp.Cast) and kind.expressions[0].name == "4000"
            if is_text and not isinstance(piece.this, exp.Collate):
                yield f"a text in a hash without a UTF-8 collation: {piece.sql('tsql')[:80]}"


def untyped_nulls(tree: exp.Expr) -> Iterator[str]:
    """Messages 206, 245: a bare NULL is an int, which no moment and no text of a next row is."""
    for query in every(tree, exp.Select):
        for column in query.selects:
            if isinstance(column.unalias(), exp.Null):
                yield f"a NULL without a type: {query.sql('tsql')[:80]}"
    for row in every(tree, exp.Tuple):
        if isinstance(row.parent, exp.Values) and any(
            isinstance(v, exp.Null) for v in row.expressions
        ):
            yield f"a NULL without a type: {row.sql('tsql')[:80]}"


def nothing_but_nulls(tree: exp.Expr) -> Iterator[str]:
    """Message 8133: one result of a CASE is not the constant NULL."""
    for case in every(tree, exp.Case):
        results = [branch.args["true"] for branch in case.args["ifs"]]
        results += [case.args["default"]] if case.args.get("default") else []
        if all(isinstance(result, exp.Null) for result in results):
            yield f"a case of nothing but NULL: {case.sql('tsql')[:80]}"


def constants_in_groups(tree: exp.Expr) -> Iterator[str]:
    """Message 164: GROUP BY names columns of the query, not their places, and no subquery."""
    for group in every(tree, exp.Group):
        for part in group.expressions:
            if part.find(exp.Query) or not part.find(exp.Column):
                yield f"group by a constant or a subquery: {part.sql('tsql')[:80]}"


def columns_outside_of_groups(tree: exp.Expr) -> Iterator[str]:
    """Message 8120: what is neither grouped by nor aggregated cannot be selected."""
    for query in every(tree, exp.Select):
        group = query.args.get("group")
        if not group:
            continue
        grouped = {part.sql("tsql").lower() for part in group.expressions}
        grouped |= {part.name.lower() for part in group.expressions if isinstance(part, exp.Column)}
        for column in query.selects:
            if not _is_grouped(column.unalias(), grouped):
                yield f"not in group by: {column.sql('tsql')[:80]}"


def _is_grouped(part: exp.Expr, grouped: set[str]) -> bool:
    if isinstance(part, (exp.AggFunc, exp.Query)) or part.sql("tsql").lower() in grouped:
        return True
    if isinstance(part, exp.Column):
        return part.name.lower() in grouped
    children = [node for node in part.iter_expressions() if not isinstance(node, exp.DataType)]
    return all(_is_grouped(child, grouped) for child in children)


def foreign_words(tree: exp.Expr) -> Iterator[str]:
    """true and false: a parser takes them for columns."""
    for found in every(tree, exp.Boolean):
        yield f"not T-SQL: {found.sql('tsql')[:80]}"


def names_in_capitals(tree: exp.Expr) -> Iterator[str]:
    """Messages 207, 208: a database of an exact collation tells `Status` from `status`."""
    for name in every(tree, exp.Identifier):
        if name.name != name.name.lower() and name.name not in CAPITALS:
            yield f"a name in capitals: {name.name}"


def short_moments(tree: exp.Expr) -> Iterator[str]:
    """Message 241: datetime has three decimals (smalldatetime none), a boundary here has six."""
    for kind in every(tree, exp.DataType):
        if kind.this in (exp.DType.DATETIME, exp.DType.SMALLDATETIME):
            yield f"a moment of few decimals: {(kind.parent or kind).sql('tsql')[:80]}"


RULES: tuple[Rule, ...] = (
    subqueries_in_aggregates,
    mixed_outer_references,
    bitwise_on_numeric,
    ranks_without_order,
    unnamed_columns,
    averages_of_whole_numbers,
    unknown_functions,
    hashes_of_wide_texts,
    untyped_nulls,
    nothing_but_nulls,
    constants_in_groups,
    columns_outside_of_groups,
    foreign_words,
    names_in_capitals,
    short_moments,
)

# For each rule, T-SQL that it must find fault with.
BROKEN: dict[Rule, str] = {
    subqueries_in_aggregates: "select sum((select max(a) from u)) as s from t",
    mixed_outer_references: "select (select max(t.a + u.b) from u) as m from t",
    bitwise_on_numeric: "select a & 9223372036854775807 as k from t",
    ranks_without_order: "select row_number() over (partition by a) as n from t",
    unnamed_columns: "with c as (select count(*) from t) select * from c",
    averages_of_whole_numbers: "select avg(1) as a from t",
    unknown_functions: "select strftime(a, '%Y') as b from t",
    untyped_nulls: "insert into t (a) select null union all select b from u",
    nothing_but_nulls: "select case when a = 1 then null else null end as b from t",
    constants_in_groups: "select a from t group by 1",
    columns_outside_of_groups: "select a, b, sum(c) as s from t group by a",
    foreign_words: "select true as c from t",
    names_in_capitals: "select Status from t",
    short_moments: "select convert(datetime, a, 126) as b from t",
    hashes_of_wide_texts: "select hashbytes('MD5', cast(a as nvarchar(10))) as h from t",
}


def broken_rules(tree: exp.Expr) -> list[str]:
    """All that T-SQL would refuse in a statement, as far as these rules see it.

    Questions to the catalog, and transactions, are the adapter's own words: they are only parsed.
    What Microsoft's parser refuses (scriptdom.py) has no rule here.
    """
    if any(table.db == "sys" for table in every(tree, exp.Table)) or "TRANCOUNT" in str(tree):
        return []
    return [wrong for rule in RULES for wrong in rule(tree)]
