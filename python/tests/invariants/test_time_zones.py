"""The source's clock counts, in UTC on DuckDB, wherever the process that loads it thinks it is."""

from __future__ import annotations

import pytest

from invariants.handmade import add, shop
from invariants.harness import LIGHT, Bench, Warehouse, all_differences

# Fourteen hours ahead of UTC, then three behind: a local clock would seem to go back.
ZONES = ("Pacific/Kiritimati", "America/Sao_Paulo")
ORDER = "update core.pedido set status = 'Cancelado', data_atualizacao = now() at time zone 'UTC'"


def test_runs_in_different_time_zones_load_the_same(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Warehouse(Bench.of_session(tmp_path_factory), tmp_path_factory.mktemp("zones") / "live")
    live.folder.mkdir()
    shop(live.source)
    add(live.source, "pedido", {"pedido_id": 1})
    add(live.source, "item_pedido", {"item_pedido_id": 1})
    for zone in ZONES:
        monkeypatch.setenv("TZ", zone)
        live.load(*LIGHT)
        assert all_differences(live) == ""
        live.change(ORDER)
    statuses = live.ask("select status_pedido from fact.fact_vendas")
    assert statuses == [("Cancelado",)]
