"""A synthetic shop of three years, made by set-based SQL: same seed and end, same data."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ecommerce_base.errors import DwError
from ecommerce_shop import schema
from ecommerce_shop.building import new_source

REFERENCE = Path(__file__).with_name("reference")
BATCH_ORDERS = 1_000_000  # a multiple of ten: blocks of ten orders are never split
MOST_ROWS = 500_000_000
FIRST_END, LAST_END = datetime(2018, 2, 1), datetime(2035, 12, 31)  # within dim_data


def init(
    path: Path,
    rows: int = 100_000,
    seed: int = 42,
    end: datetime | None = None,
    force: bool = False,
    constraints: bool | None = None,
) -> dict[str, int]:
    """Make a source of `rows` order items, the three years up to `end`; returns rows per table.

    `end` is UTC without a time zone, by default today 00:00. `constraints` says whether keys are
    enforced; by default up to schema.CONSTRAINED_ROWS.
    No value comes from a clock or a random generator, but for the identity of the source.
    Raises DwError for values out of range, an existing file without `force`, a full disk.
    """
    if not 1 <= rows <= MOST_ROWS:
        raise DwError(f"--rows must be between 1 and {MOST_ROWS}, not {rows}.", exit_code=2)
    if end and not FIRST_END <= end <= LAST_END:
        raise DwError(f"--end must be between {FIRST_END:%Y-%m-%d} and {LAST_END:%Y-%m-%d}.", 2)
    today = datetime.now(UTC).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    keyed = rows <= schema.CONSTRAINED_ROWS if constraints is None else constraints
    with new_source(path, force) as connection:
        schema.create(connection, keyed, f"Generated shop: {rows} items, seed {seed}")
        schema.set_variables(connection, seed=seed, n_itens=rows, fim=end or today)
        schema.set_variables(connection, pasta=REFERENCE.as_posix())
        schema.set_variables(connection, descontos_antes=0, devolucoes_antes=0)
        scripts = ("macros", "municipalities", "generate_setup", "regions", "generate_registers")
        for script in scripts:
            schema.run_script(connection, script)
        _orders(connection)
        schema.run_script(connection, "generate_targets")
        return schema.row_counts(connection)


def _orders(connection: duckdb.DuckDBPyConnection) -> None:
    """Orders and what belongs to them, batch by batch: memory does not grow with the shop."""
    (total,) = connection.execute("select getvariable('n_pedidos')").fetchall()[0]
    for first in range(0, total, BATCH_ORDERS):
        last = min(first + BATCH_ORDERS, total)
        schema.set_variables(connection, lote_de=first, lote_ate=last)
        connection.execute("begin")
        schema.run_script(connection, "generate_batch")
        connection.execute("commit")
