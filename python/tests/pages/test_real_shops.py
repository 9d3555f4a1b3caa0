"""The headlines of real shops, which know less than the generated one; skips without their data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RunCli, Warehouse

from pages.headlines import assert_headlines


def test_the_generated_shop(loaded_once: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_headlines(loaded_once, monkeypatch)


def test_a_shop_with_guests(
    run_cli: RunCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Warehouse(tmp_path)
    run_cli("source", "sync", "shopify", data_dir=data.data_dir, check=True)
    run_cli("--exclude", "resource_type:test", data_dir=data.data_dir, check=True)
    assert_headlines(data, monkeypatch)


@pytest.mark.parametrize("shop", ["uci_online_retail"])
def test_a_shop_that_was_synced(
    shop: str,
    real_data: Callable[[str], Path],
    run_cli: RunCli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Olist's are in shop/test_olist_totals.py, which has it loaded."""
    data = Warehouse(tmp_path)
    files = str(real_data(shop))
    run_cli("source", "sync", shop, "--from", files, data_dir=data.data_dir, check=True)
    run_cli("--exclude", "resource_type:test", data_dir=data.data_dir, check=True)
    assert_headlines(data, monkeypatch)
