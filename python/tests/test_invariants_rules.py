"""The warehouse of a hand-made source that breaks every rule, against the oracle.

The source has no constraints, as a source fed by many hands: here the gate alone keeps bad rows out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from oracle.handmade import BROKEN, add, break_every_rule, odd_but_good, shop
from oracle.harness import (
    DIMENSIONS,
    Bench,
    Warehouse,
    audited_changes,
    dimension_differences,
    fact_differences,
    quarantine_differences,
    real_changes,
)
from oracle.oracle import text

STEPS = ("broken", "mended")


@dataclass(frozen=True)
class Cases:
    at: dict[str, Warehouse]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Cases:
    folder = tmp_path_factory.mktemp("rules")
    live = Warehouse(Bench.of_session(tmp_path_factory), folder / "live")
    live.folder.mkdir()
    shop(live.source)
    now = datetime.now(UTC).replace(tzinfo=None)
    break_every_rule(live.source, now)
    odd_but_good(live.source, now)
    live.load()
    at = {"broken": live.copy(folder / "broken")}
    live.change(text("mend_handmade"))
    # A second wave: an order that was loaded gets a row of tomorrow, another a new discount.
    add(
        live.source,
        "item_pedido",
        {"item_pedido_id": 70, "pedido_id": 1, "data_atualizacao": now + timedelta(days=2)},
    )
    live.load()
    at["mended"] = live.copy(folder / "mended")
    return Cases(at)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_versions_equal_the_oracle(cases: Cases, step: str, dimension: str) -> None:
    assert dimension_differences(cases.at[step], dimension) == ""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fact", ["fact_vendas", "fact_descontos", "fact_metas"])
def test_facts_equal_the_oracle(cases: Cases, step: str, fact: str) -> None:
    assert fact_differences(cases.at[step], fact) == ""


@pytest.mark.parametrize("step", STEPS)
def test_quarantine_equals_the_oracle(cases: Cases, step: str) -> None:
    assert quarantine_differences(cases.at[step]) == ""


def test_every_rule_is_found_by_the_warehouse_itself(cases: Cases) -> None:
    """The expected rules are written by hand here, so that oracle and gate cannot err together."""
    found = {
        (entity, int(str(key))): rule
        for entity, key, rule in cases.at["broken"].ask(
            "select entidade, chave_origem, regra from audit.quarentena where resolvido_em is null"
        )
    }
    assert {at: rule for at, rule in found.items() if at in BROKEN} == BROKEN
    assert {entity for entity, key in found if key >= 50} == {
        "regiao", "cliente", "fornecedor", "categoria", "produto", "vendedor",
    }  # fmt: skip


def test_the_audit_counts_what_really_changed(cases: Cases) -> None:
    assert audited_changes(cases.at["mended"]) == real_changes(
        cases.at["broken"].file, cases.at["mended"].file
    )
