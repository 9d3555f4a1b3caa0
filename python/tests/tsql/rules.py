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
_CONDITIONS = (
    exp.Predicate,
    exp.Connector,
    exp.Not,
    exp.Exists,
    exp.Between,
    exp.In,
    exp.Is,
    exp.Like,
)
_NEWER = (exp.Greatest, exp.Least, exp.TimestampTrunc, exp.Trunc, exp.GenerateSeries)
_RANKED = (exp.RowNumber, exp.Ntile, exp.Rank, exp.DenseRank, exp.Lead, exp.Lag)
# Words that T-SQL keeps for itself and that could pass for a name of ours.
RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
        add all alter any as asc backup begin between break browse bulk by cascade case check
        checkpoint close clustered coalesce collate column commit compute constraint contains
        continue convert create cross current cursor database dbcc deallocate declare default delete
        deny desc disk distinct distributed double drop dump else end errlvl escape except exec
        execute exists exit external fetch file fillfactor for foreign freetext from full function
        goto grant group having holdlock identity if in index inner insert intersect into is join
        key kill left like lineno load merge national nocheck nonclustered not null nullif of off
        offsets on open option or order outer over percent pivot plan precision primary print proc
        procedure public raiserror read reconfigure references replication restore restrict return
        revert revoke right rollback rowcount rule save schema select session set setuser shutdown
        some statistics table textsize then to top tran transaction trigger truncate union unique
        unpivot update use user values varying view waitfor when where while with writetext
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
        month ntile nullif object_id object_name percent_rank power quotename rank replace right
        round row_number rtrim schema_id schema_name sign sqrt stdev string_agg substring sum
        sysdatetime sysutcdatetime trim upper year dense_rank count_big square
        """,
    )
)


_WALKED: list[tuple[exp.Expr, list[exp.Expr]]] = []


def every(tree: exp.Expr, *kinds: type[exp.Expr]) -> Iterator[Any]:
    """The nodes of these kinds: `find_all`, but one walk serves all the rules."""
    if not _WALKED or _WALKED[0][0] is not tree:
        _WALKED[:] = [(tree, list(tree.walk()))]
    return (node for node in _WALKED[0][1] if isinstance(node, kinds))


def reserved_names(tree: exp.Expr) -> Iterator[str]:
    """A name without quotes that is a reserved word."""
    for name in every(tree, exp.Identifier):
        if not name.args.get("quoted") and name.name.lower() in RESERVED:
            yield f"{name.name} is a reserved word"


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


def nested_with(tree: exp.Expr) -> Iterator[str]:
    """Message 156: WITH opens a statement, never a subquery."""
    for clause in every(tree, exp.With):
        owner = clause.parent
        if owner is not None and owner.find_ancestor(exp.Subquery, exp.CTE, exp.Union):
            yield f"with inside a query: {clause.sql('tsql')[:80]}"


def unnamed_columns(tree: exp.Expr) -> Iterator[str]:
    """Message 8155: every column of a subquery or CTE has a name, and (8156) just one."""
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


def order_in_subqueries(tree: exp.Expr) -> Iterator[str]:
    """Message 1033: ORDER BY in a subquery needs TOP or OFFSET."""
    for order in every(tree, exp.Order):
        query = order.parent
        if not isinstance(query, exp.Select) or not query.find_ancestor(exp.Subquery, exp.CTE):
            continue
        if not (query.args.get("limit") or query.args.get("offset")):
            yield f"order by in a subquery: {order.sql('tsql')[:80]}"


def values_as_conditions(tree: exp.Expr) -> Iterator[str]:
    """Message 4145: a bit is no condition."""
    roots = [node.this for node in every(tree, exp.Where, exp.Having, exp.If, exp.Not)]
    roots += [join.args["on"] for join in every(tree, exp.Join) if join.args.get("on")]
    for pair in every(tree, exp.And, exp.Or):
        roots += [pair.left, pair.right]
    for root in roots:
        bare = root.unnest()
        case = root.find_ancestor(exp.Case)
        if (
            case is not None
            and case.args.get("this") is not None
            and isinstance(root.parent, exp.If)
        ):
            continue  # CASE value WHEN value
        if not isinstance(bare, _CONDITIONS):
            yield f"a value as a condition: {bare.sql('tsql')[:80]}"


def conditions_as_values(tree: exp.Expr) -> Iterator[str]:
    """Message 102: a condition is no value."""
    values = [column.unalias() for query in every(tree, exp.Select) for column in query.selects]
    for case in every(tree, exp.Case):
        values += [branch.args["true"] for branch in case.args["ifs"]]
        values += [case.args["default"]] if case.args.get("default") else []
    for value in values:
        if isinstance(value.unnest(), _CONDITIONS):
            yield f"a condition as a value: {value.sql('tsql')[:80]}"


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


def untyped_nulls_in_unions(tree: exp.Expr) -> Iterator[str]:
    """Messages 206, 245: NULL and NULL make an int, which the next text or moment is not."""
    for union in every(tree, exp.SetOperation):
        for place, column in enumerate(union.left.selects):
            if _null_at(union, place):
                yield f"two NULLs without a type in a union: {column.sql('tsql')[:80]}"


def _null_at(query: exp.Expr, place: int) -> bool:
    query = query.unnest()
    if isinstance(query, exp.SetOperation):
        return _null_at(query.left, place) and _null_at(query.right, place)
    columns = query.selects if isinstance(query, exp.Query) else []
    return place < len(columns) and isinstance(columns[place].unalias(), exp.Null)


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
    """What sqlglot reads as T-SQL and SQL Server does not know."""
    for found in every(tree, exp.Boolean, exp.Qualify, exp.DPipe):
        yield f"not T-SQL: {found.sql('tsql')[:80]}"


RULES: tuple[Rule, ...] = (
    reserved_names,
    subqueries_in_aggregates,
    mixed_outer_references,
    bitwise_on_numeric,
    ranks_without_order,
    nested_with,
    unnamed_columns,
    order_in_subqueries,
    values_as_conditions,
    conditions_as_values,
    averages_of_whole_numbers,
    unknown_functions,
    hashes_of_wide_texts,
    untyped_nulls_in_unions,
    nothing_but_nulls,
    constants_in_groups,
    columns_outside_of_groups,
    foreign_words,
)

# For each rule, T-SQL that it must find fault with.
BROKEN: dict[Rule, str] = {
    reserved_names: "select a as plan from t",
    subqueries_in_aggregates: "select sum((select max(a) from u)) as s from t",
    mixed_outer_references: "select (select max(t.a + u.b) from u) as m from t",
    bitwise_on_numeric: "select a & 9223372036854775807 as k from t",
    ranks_without_order: "select row_number() over (partition by a) as n from t",
    nested_with: "select * from (with c as (select 1 as a) select a from c) as d",
    unnamed_columns: "with c as (select count(*) from t) select * from c",
    order_in_subqueries: "select * from (select a from t order by a) as d",
    values_as_conditions: "select a from t where flag",
    conditions_as_values: "select case when a = 1 then b = 2 else 0 end as c from t",
    averages_of_whole_numbers: "select avg(1) as a from t",
    unknown_functions: "select strftime(a, '%Y') as b from t",
    untyped_nulls_in_unions: "select null as a union all select null union all select 'x'",
    nothing_but_nulls: "select case when a = 1 then null else null end as b from t",
    constants_in_groups: "select a from t group by 1",
    columns_outside_of_groups: "select a, b, sum(c) as s from t group by a",
    foreign_words: "select a || b as c from t",
    hashes_of_wide_texts: "select hashbytes('MD5', cast(a as nvarchar(10))) as h from t",
}


def broken_rules(tree: exp.Expr) -> list[str]:
    """All that T-SQL would refuse in a statement, as far as these rules see it.

    Questions to the catalog, and transactions, are the adapter's own words: they are only parsed.
    """
    if any(table.db == "sys" for table in every(tree, exp.Table)) or "TRANCOUNT" in str(tree):
        return []
    return [wrong for rule in RULES for wrong in rule(tree)]
