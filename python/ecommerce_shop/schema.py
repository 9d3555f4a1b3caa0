"""The source schema in DuckDB, translated from schema.sql (T-SQL, the original).

What DuckDB does not enforce, and why (tried on DuckDB 2.0.0):

- DuckDB turns an UPDATE of an indexed column into delete + insert, and refuses the delete while
  another row references the one that changes. So a customer who has orders could not move, a
  seller who has targets could not change team, nor a category get another parent. `UNENFORCED`
  names the foreign keys whose column changes in a shop's life (that of meta_vendedor is among
  them because it would freeze a seller's unique e-mail); the other seven are enforced. What stays
  refused: changing the number or customer of an order that has items, the order or product of an
  item that has a discount or a return, the SKU of a product that was sold, the code of a coupon
  that was used.
- For the same reason there is no index on data_atualizacao: with one, no order that has items
  could ever be updated. The blocks' minima and maxima (zone maps) serve the extraction instead.
- A row and the rows that reference it cannot be deleted in one transaction (DuckDB checks
  against what was committed before): delete the children first, in a transaction of their own.
- Keys live in indexes. Measured at 5 million items, they double the processor time of loading
  (58 s against 28 s) and make the file three times as large (964 MB against 288 MB). Above
  `CONSTRAINED_ROWS` order items they are left out, unless asked for. NOT NULL, CHECK and DEFAULT
  cost little and are always there.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from uuid import uuid4

import duckdb
import sqlglot
from sqlglot import exp

from ecommerce_base.statements import sql_beside

CONSTRAINED_ROWS = 5_000_000
UNENFORCED = frozenset(
    {
        "fk_cliente_regiao",
        "fk_categoria_pai",
        "fk_produto_categoria",
        "fk_produto_fornecedor",
        "fk_equipe_lider",
        "fk_vendedor_equipe",
        "fk_vendedor_gerente",
        "fk_pedido_regiao",
        "fk_item_pedido_vendedor",
        "fk_meta_vendedor_vendedor",
    }
)
TABLES = (
    "regiao",
    "cliente",
    "fornecedor",
    "categoria",
    "produto",
    "equipe",
    "vendedor",
    "desconto",
    "pedido",
    "item_pedido",
    "desconto_aplicado",
    "devolucao",
    "meta_vendedor",
)
OWN = "Shop: "
"""A source with such a description holds a shop's own data: nothing is made up in it."""
_SCHEMA_FILE = Path(__file__).with_name("schema.sql")
sql = sql_beside(__file__)


@cache
def duckdb_statements(constraints: bool) -> list[str]:
    """The DDL of schema `core` for DuckDB; `constraints` says whether keys are enforced."""
    parsed = sqlglot.parse(_SCHEMA_FILE.read_text(encoding="utf-8"), read="tsql")
    return [
        statement.transform(_translate).sql(dialect="duckdb", comments=False)
        for statement in parsed
        if statement and _is_wanted(statement, constraints) and _leave_out(statement, constraints)
    ]


def create(connection: duckdb.DuckDBPyConnection, constraints: bool, description: str) -> None:
    """Make the empty schema `core` in the connection's database, with a new identity."""
    for statement in duckdb_statements(constraints):
        connection.execute(statement)
    connection.execute(sql("identity"), {"identidade": str(uuid4()), "descricao": description})


def run_script(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run every statement of sql/<name>.sql."""
    connection.execute(sql(name))


def set_variables(connection: duckdb.DuckDBPyConnection, **variables: object) -> None:
    """Set what the scripts read by getvariable()."""
    for name, value in variables.items():
        connection.execute(f"set variable {name} = ?", [value])


def row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The number of rows of each table of `core`, in the order in which they are filled."""
    counts = connection.execute(sql("counts")).fetchall()
    return {str(table): int(rows) for table, rows in counts}


def _is_wanted(statement: exp.Expr, constraints: bool) -> bool:
    """False for what DuckDB cannot do: add a foreign key later, update an indexed parent row."""
    if isinstance(statement, exp.Create) and statement.kind == "INDEX":
        return constraints and bool(statement.args.get("unique"))
    return not isinstance(statement, exp.Alter)


def _leave_out(statement: exp.Expr, constraints: bool) -> bool:
    """Remove the constraints that DuckDB shall not enforce from a CREATE TABLE; always true."""
    for constraint in list(statement.find_all(exp.Constraint)):
        is_check = constraint.find(exp.CheckColumnConstraint) is not None
        if constraint.name in UNENFORCED or not (constraints or is_check):
            constraint.pop()
    return True


def _translate(node: exp.Expr) -> exp.Expr:
    """Write what sqlglot leaves in T-SQL's way as DuckDB reads it."""
    if isinstance(node, exp.Ordered):
        return node.args["this"]  # type: ignore[no-any-return]  # no NULLS FIRST in a key
    if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.BIT:
        return exp.DataType.build("boolean")  # DuckDB's own BIT is a string of bits
    if isinstance(node, exp.CurrentTimestamp):
        # the server's clock; DuckDB's is UTC, whatever the session's time zone
        return sqlglot.parse_one("make_timestamp(epoch_us(now()))", read="duckdb")
    if isinstance(node, exp.Index) and node.args.get("params"):
        node.args["params"].set("where", None)  # NULLs are distinct in DuckDB's unique index
    return node
