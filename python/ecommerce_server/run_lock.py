"""A lock on SQL Server that a run of the launcher holds, and that dies with its process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ecommerce_server.connection import WAREHOUSE, connected, sql
from ecommerce_server.scripts import run_batches

ALONE = "DW_SOZINHO"


@contextmanager
def held() -> Iterator[None]:
    """Holds the lock of the warehouse's runs, if nobody else does, on a connection of its own.

    `DW_SOZINHO` is 1 inside when the lock was got: no other run of the launcher is alive, so the
    hook may close those that audit.etl_run calls running. Raises DwError.
    """
    with connected(WAREHOUSE) as connection:
        (code,) = run_batches(connection, [sql("run_lock")])[0]
        os.environ[ALONE] = "1" if code >= 0 else ""
        try:
            yield
        finally:
            del os.environ[ALONE]
