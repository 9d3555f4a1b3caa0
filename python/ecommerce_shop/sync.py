"""Bringing the source up to date from a shop's own data: what differs is written, nothing else."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ecommerce_base.duckdb_file import connect
from ecommerce_base.errors import DwError
from ecommerce_base.files import workspace
from ecommerce_shop import schema
from ecommerce_shop.building import failures, new_source, spill
from ecommerce_shop.core_columns import STAMPS, core_columns, key_of
from ecommerce_shop.fitting import fit
from ecommerce_shop.mapping import Shop, columns_of
from ecommerce_shop.schema import sql

SHRINK_PERCENT = 20
"""As `queda_maxima_percentual` of the warehouse: more rows gone than that are no day's business."""


@dataclass
class Synced:
    """What a sync did: per table the rows that were new, changed, gone and the same; and notes."""

    counts: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def sync(
    shop: Shop,
    path: Path,
    *,
    force: bool = False,
    shrink: bool = False,
    now: datetime | None = None,
) -> Synced:
    """Make the source at `path`, or bring it up to date, from the shop's data.

    An existing source has to be of the same shop, unless `force` replaces it. A table that would
    lose more than SHRINK_PERCENT of its rows is refused, unless `shrink`. One transaction; keys and
    references are checked here, so the source enforces none. `now` (default: this machine's UTC) is
    the stamp of what is written; a first load keeps stamps that the mapping gives. Raises BadData,
    DwError.
    """
    title, now = f"{schema.OWN}{shop.name}", now or datetime.now(UTC).replace(tzinfo=None)
    if force or not path.exists():
        with new_source(path, force) as connection, workspace("sync-", path.parent) as folder:
            schema.create(connection, False, title)
            return _bring(connection, shop, folder, None, now)
    with contextlib.closing(connect(path, read_only=False)) as connection:
        described = connection.execute(sql("sync_identity")).fetchall()
        if described != [(title,)]:
            raise DwError(
                f"{path} holds another source ({described[0][0] if described else 'unknown'}), "
                f"not {shop.name!r}: add --force to replace it.",
                2,
            )
        with (
            workspace("sync-", path.parent) as folder,
            failures(path, f"The source {path} could not be changed"),
        ):
            spill(connection, folder)
            return _bring(connection, shop, folder, shrink, now)


def _bring(
    connection: duckdb.DuckDBPyConnection,
    shop: Shop,
    folder: Path,
    shrink: bool | None,
    now: datetime,
) -> Synced:
    """`shrink` None: a first load."""
    sources = fit(shop, connection, folder)
    done = Synced(notes=[*shop.notes, *sources.notes])
    for table in schema.TABLES:
        _compare(connection, shop, table)
        counts = connection.execute(sql("sync_counts").format(tabela=table)).fetchall()[0]
        new, changed, gone, same, before = (int(number) for number in counts)
        done.counts[table] = (new, changed, gone, same)
        mapped = table in shop.selects
        if shrink is False and mapped and gone > 1 and gone * 100 > before * SHRINK_PERCENT:
            raise DwError(
                f"{table} would lose {gone:,} of its {before:,} rows: the export looks cut off, "
                "and nothing was written. If they are really gone, add --shrink; if it holds only "
                "what is new, write `missing_rows: keep` in shop.yml."
            )
    if any(sum(counts[:3]) for counts in done.counts.values()):
        _write(connection, shop, now, first=shrink is None)
    return done


def _compare(connection: duckdb.DuckDBPyConnection, shop: Shop, table: str) -> None:
    names = [column.name for column in core_columns()[table] if column.name not in STAMPS]
    connection.execute(
        sql("sync_diff").format(
            tabela=table,
            chave=key_of(table),
            novas=", ".join(f"n.{name}" for name in names),
            atuais=", ".join(f"c.{name}" for name in names),
        )
    )
    if shop.missing_rows == "keep":
        connection.execute(sql("sync_keep").format(tabela=table))


def _write(
    connection: duckdb.DuckDBPyConnection, shop: Shop, now: datetime, *, first: bool
) -> None:
    stamped = first and "data_atualizacao" in columns_of(shop.selects["pedido"])
    schema.set_variables(connection, agora=now)
    schema.run_script(connection, "sync_first_stamps" if stamped else "sync_stamps")
    connection.execute("begin")
    for table in schema.TABLES:
        names = [column.name for column in core_columns()[table] if column.name not in STAMPS]
        columns = ", ".join(names)
        connection.execute(
            sql("sync_write").format(tabela=table, chave=key_of(table), colunas=columns)
        )
    connection.execute("commit")
