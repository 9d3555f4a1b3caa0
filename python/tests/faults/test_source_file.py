"""The source's file is gone, cut short or not readable: one sentence, and the warehouse as it was.

A source that another process writes: launcher/test_refusals.py.
"""

from __future__ import annotations

import os
import stat

import duckdb
import pytest
from conftest import RunCli, Warehouse

from ecommerce_base.duckdb_file import check_whole


def refused(run_cli: RunCli, loaded: Warehouse, told: str) -> None:
    before = loaded.warehouse.read_bytes()
    done = run_cli(data_dir=loaded.data_dir)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert str(loaded.source) in line
    assert told in line
    assert loaded.warehouse.read_bytes() == before


def test_a_source_that_is_gone_is_not_made_up(run_cli: RunCli, loaded: Warehouse) -> None:
    loaded.source.unlink()
    refused(run_cli, loaded, "put it back")
    assert not loaded.source.exists()


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_a_source_cut_short(run_cli: RunCli, loaded: Warehouse, part: float) -> None:
    os.truncate(loaded.source, int(loaded.source.stat().st_size * part))
    refused(run_cli, loaded, "damaged")


def test_a_living_source_is_whole(fresh_warehouse: Warehouse) -> None:
    """Changes leave free blocks, which the file may end before."""
    for _ in range(4):
        with duckdb.connect(str(fresh_warehouse.source)) as source:
            source.execute("update core.item_pedido set quantidade = quantidade + 1")
        check_whole(fresh_warehouse.source)


def test_a_source_that_is_no_file(run_cli: RunCli, loaded: Warehouse) -> None:
    loaded.source.unlink()
    loaded.source.mkdir()
    refused(run_cli, loaded, "right to read")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_source_that_this_user_may_not_read(run_cli: RunCli, loaded: Warehouse) -> None:
    loaded.source.chmod(0)
    refused(run_cli, loaded, "right to read")
    loaded.source.chmod(stat.S_IRUSR | stat.S_IWUSR)
