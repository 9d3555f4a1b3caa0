"""Types and NULLs of recorded statements: what SQL Server does by the type of an expression.

sqlglot resolves every column of a query to its table and works out the types; here is added which
expressions are never NULL. A table's columns come from the source's DDL, the control tables, the
contracts and, where nothing declares them, from the model's own select.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlglot
from sqlglot import MappingSchema, exp
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

from tsql.rebuild import in_order
from tsql.scenario import Recording, control_tables, source_columns
from tsql.statements import parse

Place = tuple[str, str]
PATTERNS = {"padrao"}  # of ctl.taxonomia_erros: what it holds are patterns
_INTS = {exp.DType.BIT, exp.DType.TINYINT, exp.DType.SMALLINT, exp.DType.INT}
_TEMPORARY = re.compile(r"__dbt_(?:tmp|temp|backup)$")
_ALWAYS = (exp.Literal, exp.Count, exp.Concat, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile)
# NULL where what they are given is, and nowhere else.
_STRICT = (
    exp.Binary, exp.Cast, exp.Convert, exp.Collate, exp.Paren, exp.Neg, exp.Lower, exp.Upper,
    exp.Trim, exp.Abs, exp.Round, exp.Year, exp.Month, exp.Day, exp.Alias, exp.Substring, exp.Left,
)  # fmt: skip
_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between, exp.Like)


@dataclass
class Catalog:
    """Columns of tables: their types, and which of them hold no NULL, by (schema.table, column)."""

    schema: MappingSchema = field(default_factory=lambda: MappingSchema(dialect="tsql"))
    never_null: set[Place] = field(default_factory=set)

    def add(self, table: str, columns: dict[str, str], never_null: set[str]) -> None:
        """Adds `database.schema.table`."""
        self.schema.add_table(table, columns, dialect="tsql")
        _, _, name = table.partition(".")
        self.never_null |= {(name, column) for column in never_null}


class Typed:
    """A query whose columns are resolved and whose expressions have types."""

    def __init__(self, query: exp.Query, catalog: Catalog) -> None:
        resolved = query.copy()
        for table in resolved.find_all(exp.Table):
            if table.args.get("db"):
                table.this.set("this", _TEMPORARY.sub("", table.name))
        resolved = qualify(
            resolved,
            dialect="tsql",
            schema=catalog.schema,
            validate_qualify_columns=False,
            quote_identifiers=False,
            identify=False,
        )
        self.tree: Any = annotate_types(resolved, dialect="tsql", schema=catalog.schema)
        self.catalog = catalog

    @cached_property
    def scopes(self) -> list[Scope]:
        """Every select of the query, the innermost first."""
        return list(traverse_scope(self.tree))

    def columns(self) -> Iterator[tuple[str, str, bool]]:
        """Name, type and whether it is never NULL, of each column that comes out."""
        if not self.scopes:
            return
        for number, column in enumerate(self.tree.selects):
            kind = column.type.sql("tsql") if column.type else ""
            yield column.alias_or_name, kind, self._column_holds(self.scopes[-1], number)

    def holds(self, node: exp.Expr, scope: Scope) -> bool:
        """Whether the expression is never NULL there."""
        if isinstance(node, exp.Column):
            return self._resolved(node, scope)
        if isinstance(node, exp.Window):
            inner = node.this
            own = isinstance(inner, (exp.Sum, exp.Min, exp.Max)) and self.holds(inner.this, scope)
            return own or isinstance(inner, _ALWAYS)
        if isinstance(node, (exp.Sum, exp.Min, exp.Max)):
            return bool(scope.expression.args.get("group")) and self.holds(node.this, scope)
        if isinstance(node, exp.Case):
            results = [branch.args["true"] for branch in node.args["ifs"]]
            default = node.args.get("default")
            return default is not None and all(self.holds(r, scope) for r in [*results, default])
        if isinstance(node, exp.Coalesce):
            return any(self.holds(part, scope) for part in [node.this, *node.expressions])
        if isinstance(node, _ALWAYS):
            return True
        if isinstance(node, _STRICT) and not isinstance(node, (exp.TryCast, exp.Div)):
            parts = [p for p in node.iter_expressions() if not isinstance(p, exp.DataType)]
            return all(self.holds(p, scope) for p in parts if not isinstance(p, exp.Var))
        return False

    def _resolved(self, column: exp.Column, scope: Scope) -> bool:
        source = scope.sources.get(column.table)
        if source is None and scope.parent:
            return self._resolved(column, scope.parent)
        if _asked_for(column, scope.expression):
            return True
        if _outer(column.table, scope.expression):
            return False
        if isinstance(source, exp.Table):
            return (f"{source.db}.{source.name}", column.name) in self.catalog.never_null
        if source is None:
            return False
        names = _query(source).named_selects
        return column.name in names and self._column_holds(source, names.index(column.name))

    def _column_holds(self, scope: Scope, number: int) -> bool:
        if scope.set_operation_scopes:
            return all(self._column_holds(part, number) for part in scope.set_operation_scopes)
        return self.holds(_query(scope).selects[number].unalias(), scope)

    def origin(self, node: exp.Expr, scope: Scope) -> exp.Expr:
        """What a column of a subquery or CTE is made of; other expressions as they are."""
        source = scope.sources.get(node.table) if isinstance(node, exp.Column) else None
        if not isinstance(source, Scope) or source.set_operation_scopes:
            return node
        made = _query(source)
        found = dict(zip(made.named_selects, made.selects, strict=True))
        return self.origin(found[node.name].unalias(), source) if node.name in found else node


def _query(scope: Scope) -> exp.Query:
    assert isinstance(scope.expression, exp.Query)
    return scope.expression


def _asked_for(column: exp.Column, select: exp.Expr) -> bool:
    """Whether a condition of the select lets no row through where the column is NULL."""
    conditions = [select.args["where"].this] if select.args.get("where") else []
    for join in select.args.get("joins") or []:
        if not join.side and join.args.get("on"):
            conditions.append(join.args["on"])
    for condition in conditions:
        for part in condition.flatten() if isinstance(condition, exp.And) else [condition]:
            bare = part.unnest()
            is_not_null = isinstance(bare, exp.Not) and isinstance(bare.this.unnest(), exp.Is)
            compared = bare.this.unnest() if is_not_null else bare
            if not is_not_null and not isinstance(bare, _COMPARED):
                continue
            if column in (compared.args.get("this"), compared.args.get("expression")):
                return True
    return False


def _outer(source: str, select: exp.Expr) -> bool:
    """Whether an outer join fills the source's columns with NULL."""
    for join in select.args.get("joins") or []:
        own = join.this.alias_or_name == source
        if join.side == "FULL" or (join.side == "LEFT" and own):
            return True
        if join.side == "RIGHT" and not own:
            return True
    return False


def sums_of_int(query: Typed) -> Iterator[str]:
    """Message 8115: a sum of int is int, up to 2.1 billion. Marks of 0 and 1 may be summed."""
    for scope in query.scopes:
        for call in scope.find_all(exp.Sum):
            made = query.origin(call.this, scope)
            if call.this.type and call.this.type.this in _INTS and not _is_mark(made):
                yield f"sum of int: {call.sql('tsql')[:80]}"


def _is_mark(node: exp.Expr) -> bool:
    if not isinstance(node, exp.Case):
        return False
    results = [branch.args["true"] for branch in node.args["ifs"]]
    results += [node.args["default"]] if node.args.get("default") else []
    return all(isinstance(r, exp.Literal) and r.name in ("0", "1") for r in results)


def orders_of_nulls(query: Typed) -> Iterator[str]:
    """NULLs come first there and last on DuckDB, but in descending order: a rank says which."""
    for scope in query.scopes:
        orders = [w.args["order"] for w in scope.find_all(exp.Window) if w.args.get("order")]
        select = scope.expression
        if select.args.get("order") and (select.args.get("limit") or select.args.get("fetch")):
            orders.append(select.args["order"])
        for order in orders:
            said = {
                test.this.sql()
                for term in order.expressions
                if isinstance(term.this, exp.Case)
                for test in term.this.find_all(exp.Is)
            }
            for term in order.expressions:
                if term.args.get("desc") or term.this.sql() in said:
                    continue
                if not query.holds(term.this, scope):
                    yield f"order by what may be NULL: {term.sql('tsql')[:80]}"


def patterns_of_data(query: Typed) -> Iterator[str]:
    """`%`, `_` and `[` of a value are wildcards: a pattern is a literal, or a column of patterns.

    A number as text has none of the three.
    """
    for scope in query.scopes:
        for like in scope.find_all(exp.Like):
            for column in like.expression.find_all(exp.Column):
                number = column.type and column.type.this in exp.DataType.INTEGER_TYPES
                if column.name not in PATTERNS and not number:
                    yield f"a pattern made of data: {like.sql('tsql')[:80]}"


TypedRule = Callable[[Typed], Iterator[str]]
TYPED_RULES: tuple[TypedRule, ...] = (sums_of_int, orders_of_nulls, patterns_of_data)
_LOOKED_AT = (exp.Sum, exp.Order, exp.Like)
_WORTH_IT = re.compile(r"\bsum\s*\(|\border by\b|\blike\b", re.IGNORECASE)
# For each rule, T-SQL that it must find fault with, and what is the same and right.
SAMPLES: dict[TypedRule, tuple[str, ...]] = {
    sums_of_int: (
        "select sum(quantidade) as s from core.item_pedido",
        "select sum(cast(quantidade as bigint)) as s from core.item_pedido",
        "with a as (select count(*) as n from core.item_pedido) select sum(n) as s from a",
        "with a as (select case when quantidade > 1 then 1 else 0 end as n from core.item_pedido) "
        "select sum(n) as s from a",
    ),
    orders_of_nulls: (
        "select rank() over (order by valor_frete) as r from core.item_pedido",
        "select rank() over (order by case when valor_frete is null then 1 else 0 end, "
        "valor_frete) as r from core.item_pedido",
        "select top (1) a.quantidade from core.pedido as p left join core.item_pedido as a "
        "on p.pedido_id = a.pedido_id order by a.item_pedido_id",
        "select top (1) a.quantidade from core.pedido as p inner join core.item_pedido as a "
        "on p.pedido_id = a.pedido_id order by a.item_pedido_id",
        "select lag(canal) over (order by data_pedido) as antes from core.pedido",
        "select lag(canal) over (order by data_pedido) as antes from core.pedido "
        "where data_pedido is not null",
    ),
    patterns_of_data: (
        "select 1 as a from core.pedido where canal like concat('%', status, '%')",
        "select 1 as a from core.pedido where canal like concat(cast(pedido_id as char(9)), '%')",
    ),
}


def catalog_of(recording: Recording) -> Catalog:
    """What the statements of a recording that loads everything can read.

    A source's key is never NULL: staging leaves such rows out (base_oltp__chaves_rejeitadas).
    """
    made = Catalog()
    source: dict[str, dict[str, str]] = {}
    for table, column, kind in source_columns():
        source.setdefault(table, {})[column] = kind
    for table, kinds in source.items():
        made.add(f"ECOMMERCE_OLTP.core.{table}", kinds, {next(iter(kinds))})
    for name, rows in control_tables().items():
        kinds = {column: kind for column, kind, _ in rows}
        made.add(f"DW_ECOMMERCE.{name}", kinds, {column for column, _, null in rows if not null})
    manifest = recording.manifest
    for node in manifest["nodes"].values():
        if node["resource_type"] == "seed":
            kinds = node["config"]["column_types"]
            made.add(f"DW_ECOMMERCE.{node['schema']}.{node['name']}", kinds, set(kinds))
    for node in in_order(manifest):
        _add_model(made, node)
    return made


def _add_model(catalog: Catalog, node: dict[str, Any]) -> None:
    """By its contract and, where that does not say, by its select."""
    kinds: dict[str, str] = {}
    never_null = {
        name
        for name, column in node["columns"].items()
        if any(rule["type"] == "not_null" for rule in column.get("constraints") or [])
    }
    (query,) = sqlglot.parse(node["compiled_code"], read="tsql")
    assert isinstance(query, exp.Query)
    for name, kind, holds in Typed(query, catalog).columns():
        told = node["columns"].get(name, {}).get("data_type") or kind
        # A text with a collation has no type here.
        kinds[name] = told if told not in ("", "UNKNOWN") else "nvarchar(4000)"
        never_null |= {name} if holds else set()
    if node["resource_type"] == "snapshot":
        kinds |= {"dbt_scd_id": "varchar(32)", "dbt_valid_to": "datetime2(6)"}
        kinds |= {"dbt_updated_at": "datetime2(6)", "dbt_valid_from": "datetime2(6)"}
        never_null |= {"dbt_scd_id", "dbt_updated_at", "dbt_valid_from"}
    catalog.add(f"DW_ECOMMERCE.{node['schema']}.{node['name']}", kinds, never_null)


def broken_typed_rules(texts: Iterable[str], catalog: Catalog) -> list[str]:
    """All that the rules find in the queries of these statements, each query looked at once."""
    queries = {
        query.sql(): query
        for text in texts
        if _WORTH_IT.search(text)
        for tree in parse(text)
        if not any(table.db == "sys" for table in tree.find_all(exp.Table))
        for query in tree.find_all(exp.Query)
        if not query.find_ancestor(exp.Query) and query.find(*_LOOKED_AT)
    }
    typed = [Typed(query, catalog) for query in queries.values()]
    return sorted({wrong for query in typed for rule in TYPED_RULES for wrong in rule(query)})
