"""Changing the source as a living shop does; every change is stamped with the time (UTC)."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

from ecommerce_base.duckdb_file import connect
from ecommerce_base.errors import DwError
from ecommerce_shop import schema
from ecommerce_shop.building import failures
from ecommerce_shop.generate import REFERENCE

# Deletes come first: an old row that nothing refers to is there to be deleted, whatever follows.
DELETES = ("simulate_deletes", "simulate_order_deletes")
CHANGES = (
    "simulate_status",
    "simulate_returns",
    "simulate_prices",
    "simulate_customer_changes",
    "simulate_teams",
    "simulate_category",
    "simulate_catalogue",
    "simulate_corrections",
)
ORDER_TRANSACTIONS = 4
LATE_DAYS = 60  # a late order was made between once and twice as many days ago


class Clock:
    """UTC stamps without time zone: each later than the one before, none later than now."""

    def __init__(self, last: datetime, now: Callable[[], datetime] | None = None) -> None:
        self._last = last
        self._now = now or _utc

    def stamp(self) -> datetime:
        """The time now; waits until the clock has moved past the last stamp."""
        while (now := self._now()) <= self._last:
            time.sleep(1e-6)
        self._last = now
        return now


def simulate(
    path: Path,
    orders: int,
    seed: int,
    bad_rows: int = 0,
    now: Callable[[], datetime] | None = None,
) -> dict[str, int]:
    """Change the source at `path` as a few days of business do; returns rows by kind of change.

    `orders` new orders, and everything else in proportion; `bad_rows` rows that break a hard rule,
    cycling through the rules that the file's enforced keys let in ('ruim_<rule>' in the result).
    The same seed on the same source picks the same changes. Every kind of change is one
    transaction: a crash leaves whole ones. `now`: the clock that stamps, by default UTC.
    Raises DwError when the source is missing, in use, damaged, empty or stamped later than now.
    """
    if orders < 0 or bad_rows < 0:
        raise DwError("--orders and --bad-rows must not be negative.", exit_code=2)
    with (
        contextlib.closing(connect(path, read_only=False)) as connection,
        failures(path, f"The source {path} could not be changed"),
    ):
        return _simulate(connection, path, orders, seed, bad_rows, now or _utc)


def _utc() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _simulate(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    orders: int,
    seed: int,
    bad_rows: int,
    now: Callable[[], datetime],
) -> dict[str, int]:
    _refuse_own_data(connection, path)
    clock = Clock(_newest_stamp(connection, path, now()), now)
    schema.set_variables(connection, seed=seed, pedidos=orders, pasta=REFERENCE.as_posix())
    schema.set_variables(connection, inicio_da_rodada=clock.stamp())
    schema.run_script(connection, "macros")
    schema.run_script(connection, "simulate_seed")
    changes: dict[str, int] = {}

    def step(script: str, **variables: object) -> None:
        connection.execute("begin")
        schema.set_variables(connection, agora=clock.stamp(), **variables)
        done = connection.execute(schema.sql(script)).fetchall()
        if not done:
            raise DwError(f"{path} is too small for {bad_rows} bad rows: ask for fewer.")
        connection.execute("commit")
        for kind, rows in done:
            changes[kind] = changes.get(kind, 0) + int(rows)

    for script in DELETES:
        step(script)
    schema.run_script(connection, "simulate_setup")
    step("simulate_new_customers")
    edges = [orders * part // ORDER_TRANSACTIONS for part in range(ORDER_TRANSACTIONS + 1)]
    for first, last in pairwise(edges):
        step("simulate_orders", de=first, ate=last, atraso_dias=0)
    step("simulate_orders", de=orders, ate=orders + 1 + orders // 100, atraso_dias=LATE_DAYS)
    for script in CHANGES:
        step(script)
    if bad_rows:
        rules = [rule for (rule,) in connection.execute(schema.sql("simulate_rules")).fetchall()]
        connection.execute("create or replace temp table ruim (n bigint, regra varchar)")
        connection.executemany(
            "insert into ruim values (?, ?)",
            [(n + 1, rules[n % len(rules)]) for n in range(bad_rows)],
        )
        step("simulate_bad_rows", com_chaves="pedido_cliente" not in rules)
    return changes


def _refuse_own_data(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Raises DwError for a source that `source sync` fills: business is made up, data are not."""
    with contextlib.suppress(duckdb.CatalogException):  # no source at all is told below
        for (text,) in connection.execute(schema.sql("sync_identity")).fetchall():
            if str(text).startswith(schema.OWN):
                raise DwError(
                    f"{path} holds a shop's own data ({text}): only a generated shop is simulated "
                    "on. Use another DW_DATA_DIR for one.",
                    2,
                )


def _newest_stamp(connection: duckdb.DuckDBPyConnection, path: Path, now: datetime) -> datetime:
    """The newest data_atualizacao of the source, which must hold something to change."""
    try:
        newest, orders = connection.execute(schema.sql("last_stamp")).fetchall()[0]
    except duckdb.CatalogException as error:
        raise DwError(
            f"{path} does not hold a source: make one with `python run.py source init --force`."
        ) from error
    if not orders:
        raise DwError(f"{path} holds no orders: make one with `python run.py source init --force`.")
    if newest > now + timedelta(seconds=5):
        raise DwError(f"{path} holds rows stamped {newest}, later than this clock: set the clock.")
    return newest  # type: ignore[no-any-return]
