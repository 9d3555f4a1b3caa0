"""The warehouse of a hand-made source that breaks every rule, against the oracle.

The source has no constraints, as one fed by many hands: the gate alone keeps bad rows out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from invariants.handmade import BROKEN, add, break_every_rule, odd_but_good, shop
from invariants.harness import (
    Bench,
    Warehouse,
    all_differences,
    audited_changes,
    real_changes,
    wrong_lineage,
)
from invariants.oracle import text
from invariants.runs import Runner

STEPS = ("broken", "mended", "later")
REOPENED = "2024-03"
TARGETS = "select meta_original_id, valor_meta from fact.fact_metas"


@dataclass(frozen=True)
class Cases:
    at: dict[str, Warehouse]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Cases:
    folder = tmp_path_factory.mktemp("rules")
    runner = Runner(folder)
    live = Warehouse(Bench(folder), folder / "live" / "data")
    live.folder.mkdir(parents=True)
    with runner.environment():
        return Cases(_through_its_steps(live, runner, folder))


def _through_its_steps(live: Warehouse, runner: Runner, folder: Path) -> dict[str, Warehouse]:
    shop(live.source)
    now = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=4)
    break_every_rule(live.source, now)
    odd_but_good(live.source, now)
    runner.run(live.folder, now, spared=())
    live.observe()
    at = {"broken": live.copy(folder / "broken")}
    changed = now + timedelta(minutes=2)
    live.change(text("mend_handmade").format(agora=changed))
    # An order that was loaded gets a row of tomorrow: it keeps what it had.
    tomorrow = now + timedelta(days=1)
    add(live.source, "item_pedido", {
        "item_pedido_id": 70, "pedido_id": 1, "data_atualizacao": tomorrow
    })  # fmt: skip
    seen = changed + timedelta(minutes=2)
    runner.run(live.folder, seen, spared=(), variables={"reabrir_metas": [REOPENED]})
    live.observe([REOPENED])
    at["mended"] = live.copy(folder / "mended")
    # Four days later, nothing changed: what waited for its time comes in.
    runner.run(live.folder, now + timedelta(days=4), spared=())
    live.observe()
    at["later"] = live.copy(folder / "later")
    return at


@pytest.mark.parametrize("step", STEPS)
def test_dimensions_facts_and_quarantine_equal_the_oracle(cases: Cases, step: str) -> None:
    assert all_differences(cases.at[step]) == ""


def test_every_rule_is_found_by_the_warehouse_itself(cases: Cases) -> None:
    """The expected rules are written by hand here, so that oracle and gate cannot err together."""
    found = {
        (entity, int(str(key))): rule
        for entity, key, rule in cases.at["broken"].ask(
            "select entidade, chave_origem, regra from audit.quarentena "
            "where resolvido_em is null and regra <> 'chave_nula'"
        )
    }
    assert {at: rule for at, rule in found.items() if at in BROKEN} == BROKEN
    assert {entity for entity, key in found if key >= 50} == {
        "regiao", "cliente", "fornecedor", "categoria", "produto", "vendedor",
    }  # fmt: skip


@pytest.mark.parametrize(("before", "after"), tuple(pairwise(STEPS)))
def test_the_audit_counts_what_really_changed(cases: Cases, before: str, after: str) -> None:
    old, new = cases.at[before], cases.at[after]
    assert audited_changes(new) == real_changes(old.file, new.file)
    assert wrong_lineage(old.file, new) == {}


def test_reopened_months_are_calculated_anew_and_audited(cases: Cases) -> None:
    """The monthly targets of the month that was named move; the quarter's stays frozen."""
    before, after = (
        {row[0]: row[1] for row in cases.at[step].ask(TARGETS)} for step in ("broken", "mended")
    )
    assert (before[52], before[53]) == (Decimal("0.01"), Decimal("1000.00"))
    assert (after[52], after[53]) == (Decimal("7.00"), Decimal("1000.00"))
    ((run, months),) = cases.at["mended"].ask("select run_id, meses from audit.reabertura_metas")
    assert (run, months) == (2, REOPENED)


def test_rows_of_the_future_come_in_when_their_time_has_come(cases: Cases) -> None:
    """A future order, and one with a row stamped ahead: nothing changes but the cutoff."""

    def orders(step: str) -> set[object]:
        rows = cases.at[step].ask("select distinct pedido_original_id from fact.fact_vendas")
        return {row[0] for row in rows}

    assert {6, 55} & orders("mended") == set()
    assert {6, 55} <= orders("later")
