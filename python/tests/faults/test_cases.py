"""Cases that somebody else wrote, where they are: what their README says is right, run by run.

They stand beside the project (`DW_CASES`, else ../shared/cases) and are not part of it.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, RunCli
from conftest import Warehouse as Loaded
from invariants.harness import Bench, Warehouse
from invariants.runs import KEPT, Runner

CASES = Path(os.environ.get("DW_CASES") or ROOT.parent / "shared" / "cases")
GUARDED = {"queda_maxima_percentual": 20, "rejeicao_maxima_percentual": 20}
OPEN = """
select entidade, chave_origem, regra from audit.quarentena where resolvido_em is null
order by all
"""
FACTS = "select count(*), sum(valor_total_liquido) from fact.fact_vendas"
SPARED = (*KEPT, "resource_type:test", "path:models/vw", "path:models/ops")

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason=f"no cases: {CASES} is not there (DW_CASES names the folder)"
)


class Shop:
    """The loaded small shop, to which cases happen."""

    def __init__(self, runner: Runner, loaded: Loaded) -> None:
        self.runner = runner
        self.live = Warehouse(Bench(runner.folder), loaded.data_dir)

    def happens(self, *cases: str, later: str = "") -> None:
        with duckdb.connect(str(self.live.source)) as source:
            for case in cases:
                text = (CASES / f"{case}.sql").read_text(encoding="utf-8")
                source.execute(text.replace("15 year", later) if later else text)

    def run(self) -> None:
        # A cutoff to the minute would be earlier than what the cases have just stamped.
        now = datetime.now(UTC).replace(tzinfo=None)
        self.runner.run(self.live.folder, now, spared=SPARED, variables=GUARDED)

    def status(self) -> str:
        return self.live.summary().status


@pytest.fixture
def shop(runner: Runner, loaded: Loaded) -> Shop:
    return Shop(runner, loaded)


def test_rows_that_no_constraint_kept_out(shop: Shop) -> None:
    """All at once: each is told, the rest loads, and the run is a success."""
    ((facts, money),) = shop.live.ask(FACTS)
    shop.happens(
        "01_state_name_without_accent", "03_overflow_one_line", "04_unconstrained_dup_null_keys",
        "09b_other_words", "11_negative_freight", "19_future_stamp", "21_return_of_a_million",
    )  # fmt: skip
    shop.run()
    assert shop.status() == "success"
    assert shop.live.ask(OPEN) == [
        ("devolucao", "900800", "devolucao_valor"),
        ("item_pedido", "900010", "item_orfao"),
        ("item_pedido", "900100", "item_valor"),
        ("pedido", "900002", "pedido_frete"),
    ]
    # The order without a stamp is there, told as such; the one of 2099 waits.
    assert shop.live.ask(FACTS) == [(int(str(facts)) + 1, Decimal(str(money)) + 77)]
    told = shop.live.summary()
    assert told.untold == 1
    assert told.words == [
        ("status", "Cancelled", 1), ("status", "cancelado", 1), ("canal", "Loja física", 1),
    ]  # fmt: skip
    (waiting,) = told.warnings
    assert "1 of core.pedido" in waiting
    assert "up to 2099-01-01; 2 of them longer than espera_maxima_horas" in waiting
    names = shop.live.ask("select distinct estado, nome_estado from fact.agg_vendas_diarias")
    assert len(names) == len({state for state, _ in names})


def test_a_line_that_comes_twice(shop: Shop) -> None:
    """Both wait in quarantine; mended, all is as before. An emptied table is refused."""
    before = shop.live.ask(FACTS)
    shop.happens("04_unconstrained_dup_null_keys", "04a_dup_item")
    shop.run()
    doubled = [row for row in shop.live.ask(OPEN) if row[2] == "chave_duplicada"]
    assert doubled == [("item_pedido", "1", "chave_duplicada")] * 2
    shop.happens("04z_mend_duplicates")
    shop.run()
    assert (shop.live.ask(OPEN), shop.live.ask(FACTS)) == ([], before)
    kept = shop.live.folder / "kept.duckdb"
    shutil.copy(shop.live.source, kept)
    shop.happens("05_truncated_customers")
    with pytest.raises(AssertionError, match=r"core.cliente had .* rows and has 0"):
        shop.run()
    assert shop.live.ask(FACTS) == before
    assert shop.live.ask("select count(*) from dim.dim_cliente where eh_excluido") == [(0,)]
    shutil.copy(kept, shop.live.source)
    shop.run()
    assert shop.status() == "success"


def test_a_shop_older_than_the_calendar(shop: Shop) -> None:
    ((orders,),) = shop.live.ask("select count(*) from stg.int_pedido_estado where pedido_id > 0")
    shop.happens("20_dates_before_2015", later="40 year")
    shop.run()
    assert shop.status() == "partial"
    said = f"{orders:,} of {orders:,} rows of core.pedido were rejected (pedido_data): they are "
    told = shop.live.summary().first_line()
    assert said.replace(",", " ") in told
    assert "older than 2000-01-01, the first day of dim_data: set dim_data_inicio" in told


def test_an_unknown_status_of_olist(run_cli: RunCli, tmp_path: Path) -> None:
    """File, line, column, value and the words that are known; nothing is left half made."""
    files = CASES / "16_olist_unknown_status"
    refused = run_cli("source", "import-olist", str(files), data_dir=tmp_path)
    assert refused.returncode != 0
    for word in ("olist_orders_dataset.csv, line 3", "order_status", "em_transito"):
        assert word in refused.stdout + refused.stderr
    assert not (tmp_path / "ECOMMERCE_OLTP.duckdb").exists()
