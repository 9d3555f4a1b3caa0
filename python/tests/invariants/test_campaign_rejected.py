"""A campaign that turns bad takes its discounts into quarantine; mended, it brings them back.

No order is stamped meanwhile: the change of the campaign alone has to reach the facts.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from invariants.handmade import add, shop
from invariants.harness import LIGHT, Bench, Warehouse, all_differences, warehouse_differences

NAME = "update core.desconto set nome_campanha = ?, data_atualizacao = ? where desconto_id = 2"
ORPHANS = (
    "select chave_origem from audit.quarentena where regra = 'desconto_orfao' "
    "and resolvido_em is null order by chave_origem"
)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Warehouse]:
    folder = tmp_path_factory.mktemp("campaign")
    live = Warehouse(Bench.of_session(tmp_path_factory), folder / "live")
    live.folder.mkdir()
    shop(live.source)
    add(live.source, "desconto", {"desconto_id": 2})
    add(live.source, "pedido", {"pedido_id": 1}, {"pedido_id": 2})
    add(
        live.source,
        "item_pedido",
        {"item_pedido_id": 1},
        {"item_pedido_id": 2, "pedido_id": 2},
    )
    add(
        live.source,
        "desconto_aplicado",
        {"desconto_aplicado_id": 1, "desconto_id": 2, "valor_desconto": 7},
        # Rejected by a rule that comes after the campaign's own.
        {"desconto_aplicado_id": 2, "desconto_id": 2, "pedido_id": 2, "nivel_aplicacao": "Outro"},
        {"desconto_aplicado_id": 3, "pedido_id": 2, "valor_desconto": 3},
    )
    start = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=2)
    live.load("--cutoff", str(start), *LIGHT)
    at = {}
    for hours, (name, step) in enumerate(((None, "broken"), ("N", "mended")), start=1):
        stamp = start + timedelta(hours=hours)
        with_name = "null" if name is None else f"'{name}'"
        live.change(NAME.replace("?", with_name, 1).replace("?", f"'{stamp}'", 1))
        live.load("--cutoff", str(stamp + timedelta(minutes=1)), *LIGHT)
        at[step] = live.copy(folder / step)
    return at


@pytest.mark.parametrize(("step", "orphans"), [("broken", ["1", "2"]), ("mended", [])])
def test_discounts_follow_their_campaign(
    steps: dict[str, Warehouse], step: str, orphans: list[str]
) -> None:
    assert [key for (key,) in steps[step].ask(ORPHANS)] == orphans
    assert all_differences(steps[step]) == ""


def test_the_broken_state_equals_a_full_refresh(
    steps: dict[str, Warehouse], tmp_path: Path
) -> None:
    copy = steps["broken"].copy(tmp_path / "copy")
    copy.run("--full-refresh", "--cutoff", copy.cutoff(), *LIGHT)
    assert warehouse_differences(steps["broken"].file, copy.file) == ""
