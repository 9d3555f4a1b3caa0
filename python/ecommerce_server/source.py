"""The source of the target in use: a DuckDB file, or ECOMMERCE_OLTP on SQL Server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from ecommerce_base.duckdb_file import lock_wait, make_data_folder, wait_until_free
from ecommerce_base.settings import Settings, on_server
from ecommerce_server.connection import connected
from ecommerce_shop.databases import DRIVERS

Counts = Mapping[str, int]
Done = TypeVar("Done")


def free_place(settings: Settings, say: Callable[[str], None]) -> str:
    """Where the source is, for a person; nobody holds the file, and there is a data folder."""
    make_data_folder(settings)
    if on_server():
        return "ECOMMERCE_OLTP on SQL Server"
    wait_until_free(settings.source, lock_wait(), say)
    return str(settings.source)


def is_there(settings: Settings) -> bool:
    """Whether there is a source."""
    if not on_server():
        return settings.source.exists()
    from ecommerce_server.shop import is_whole

    return is_whole()


def make(
    settings: Settings, build: Callable[..., Counts], day: datetime | None, *, force: bool
) -> Counts:
    """Makes a shop that ends on `day`, by default today: on a server, the server's day."""
    if not on_server():
        return build(settings.source, end=day, force=force)
    from ecommerce_server import shop

    return shop.make(settings, lambda file, today: build(file, end=day or today), force=force)


def change(settings: Settings, *, orders: int, seed: int, bad_rows: int) -> Counts:
    """Simulates business."""
    if on_server():
        from ecommerce_server import shop

        return shop.change(settings, orders=orders, seed=seed, bad_rows=bad_rows)
    from ecommerce_shop.simulate import simulate

    return simulate(settings.source, orders=orders, seed=seed, bad_rows=bad_rows)


def sync(settings: Settings, bring: Callable[..., Done], *, force: bool) -> Done:
    """Brings the source up to date by `bring`, which may read a shop's database on a server."""
    DRIVERS["sqlserver"] = connected
    if on_server():
        from ecommerce_server import shop

        return shop.sync(settings, bring, force=force)
    return bring(settings.source, force=force)
