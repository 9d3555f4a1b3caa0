"""What runs of a part, windowed runs and runs that die leave for the next one to put right."""

from __future__ import annotations

import os
import shutil
import signal
from datetime import timedelta
from typing import Any

import duckdb
import pytest

from invariants.changes import Setting
from invariants.conftest import HOUR, Case
from invariants.harness import warehouse_differences
from invariants.runs import COMPARISON

SHORTER: dict[str, Any] = {"dim_data_fim": "2026-02-28"}


def die_before(words: str) -> None:
    """Ends this process at the first statement with those words."""
    from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper

    execute = DuckDBCursorWrapper.execute

    def watched(*arguments: Any) -> Any:
        if any(words in str(argument) for argument in arguments):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    DuckDBCursorWrapper.execute = watched


def test_aggregates_follow_a_fact_that_was_run_alone_though_its_order_waits(case: Case) -> None:
    """The run of one fact loads an order; the next one of everything finds it in flight."""
    case.set("item_pedido", "quantidade", "7")
    case.run_unlooked(select=("+fact_vendas",))
    case.live.history.observe(case.live.source, case.to - HOUR, only=("fact_vendas",))
    late = Setting("pedido", "status", "'Cancelado'")
    case.shop.set(late, 0, case.to + timedelta(microseconds=1))
    case.run()
    sold = "select quantidade_vendida from fact.agg_pedidos where pedido_original_id = 1"
    assert case.live.ask(sold) == [(7,)]
    assert case.wrong_aggregates() == ""


def test_an_order_that_went_is_forgotten_though_one_fact_loaded_it_alone(case: Case) -> None:
    """It waits, so a windowed run looks at it, and finds that the source no longer has it."""
    case.set("item_pedido", "quantidade", "7")
    case.run_unlooked(select=("+fact_vendas",))
    case.shop.forget(1)
    case.run_windowed()
    assert case.wrong_aggregates() == ""
    case.run()


def test_a_full_refresh_of_one_fact_leaves_the_other_what_it_has_to_forget(case: Case) -> None:
    case.shop.forget(3)
    case.run_unlooked("--full-refresh", select=("+fact_vendas",))
    case.run()
    assert case.wrong_aggregates() == ""


@pytest.mark.parametrize("windowed", [False, True])
def test_a_full_refresh_that_died_amid_the_aggregates(case: Case, windowed: bool) -> None:
    """One order left its day, another the source: the old groups of both are still to go."""
    case.set("pedido", "data_pedido", "timestamp '2026-01-20'", row=3)
    case.shop.forget(3)
    case.shop.close()
    assert case.runner.run_killed(
        case.live.folder, case.to, lambda: die_before('"model.ecommerce_dw.agg_clientes"'),
        "--full-refresh", spared=COMPARISON,
    )  # fmt: skip
    case.to += HOUR
    case.shop.forget(2)
    case.run(windowed=windowed)
    assert case.wrong_aggregates() == ""


def test_a_windowed_run_loads_all_of_a_fact_that_is_gone(case: Case) -> None:
    case.shop.close()
    with duckdb.connect(str(case.live.file)) as db:
        db.execute("drop table fact.fact_descontos")
    case.run(windowed=True)


@pytest.mark.parametrize("table", ["item_pedido", "desconto_aplicado"])
def test_a_row_moves_and_comes_back_between_windowed_runs(case: Case, table: str) -> None:
    """The order that it left is what it was loaded as, and yet has lost a row meanwhile."""
    case.set(table, "pedido_id", "5")
    case.run_windowed()
    case.set(table, "pedido_id", "1")
    case.run_windowed()
    assert case.wrong_aggregates() == ""
    case.run(windowed=True)


def test_a_campaign_loses_a_discount_that_changes_order_too(case: Case) -> None:
    """The order that it leaves has no stamp; another use keeps the campaign in the aggregate."""
    case.set("desconto_aplicado", "desconto_id", "2", row=2)
    case.run()
    case.set("desconto_aplicado", "pedido_id", "5")
    case.set("desconto_aplicado", "desconto_id", "2")
    case.run_windowed()
    assert case.wrong_aggregates() == ""


def test_a_discount_outside_the_calendar_follows_its_campaign(case: Case) -> None:
    case.set("desconto_aplicado", "data_aplicacao", "timestamp '2040-01-01'")
    case.run()
    case.set("desconto", "nome_campanha", "'Nova'")
    case.run()


def test_the_calendar_has_the_days_that_its_variables_say(case: Case) -> None:
    """Shorter, then as long again: as a full refresh would leave it, no fact with a day of none."""
    case.set("desconto_aplicado", "data_aplicacao", "timestamp '2026-03-05'")
    case.run()
    for variables in (SHORTER, dict[str, Any]()):
        case.run_unlooked(mudar_variaveis=True, **variables)
        assert case.wrong_aggregates() == ""
        before = case.live.folder / "before.duckdb"
        shutil.copy(case.live.file, before)
        case.to -= HOUR
        case.run_unlooked("--full-refresh", **variables)
        assert warehouse_differences(before, case.live.file) == ""


def test_a_refused_run_changes_no_variable(case: Case) -> None:
    """With other variables, but refused for what the source lost: the next run has the old ones."""
    whole = case.live.folder / "whole.duckdb"
    case.shop.close()
    shutil.copy(case.live.source, whole)
    case.shop.empty("devolucao")
    with pytest.raises(AssertionError, match="had 2 rows and has 0"):
        case.run_unlooked("--full-refresh", queda_maxima_percentual=20, **SHORTER)
    shutil.copy(whole, case.live.source)
    case.run(windowed=True)
