"""The public Olist data set: published totals, and months replayed by cutoff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import conftest
import pytest
from invariants.harness import (
    LIGHT,
    Bench,
    Warehouse,
    all_differences,
    together,
    warehouse_differences,
)
from pages.headlines import assert_headlines

REPLAY = ("2017-08-31", "2018-03-15 13:37:11.000001")


@dataclass(frozen=True)
class Olist:
    """All at once, and month by month."""

    whole: Warehouse
    replayed: Warehouse


@pytest.fixture(scope="module")
def olist(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Olist:
    data = real_data("olist")
    folder = tmp_path_factory.mktemp("olist")
    bench = Bench.of_session(tmp_path_factory)
    whole = Warehouse(bench, folder / "whole")
    whole.folder.mkdir()
    whole.run("source", "import-olist", str(data))
    replayed = whole.copy(folder / "replayed")
    whole.load()
    for cutoff in REPLAY:
        replayed.run("--cutoff", cutoff, *LIGHT)
    replayed.run(*LIGHT)
    return Olist(whole, replayed)


def test_sales_have_the_published_totals(olist: Olist) -> None:
    assert olist.whole.ask(
        "select count(*), sum(valor_total_bruto), sum(valor_frete_rateado) from fact.fact_vendas"
    ) == [(112_650, Decimal("13591643.70"), Decimal("2251909.54"))]


def test_vouchers_are_discounts_on_orders_on_freight_or_in_quarantine(olist: Olist) -> None:
    assert olist.whole.ask(
        "select nivel_aplicacao, sum(valor_desconto_aplicado) from fact.fact_descontos "
        "group by 1 order by 1"
    ) == [("Frete", Decimal("40461.33")), ("Pedido", Decimal("312246.38"))]
    assert olist.whole.ask("select sum(valor_total_descontos) from fact.fact_vendas") == [
        (Decimal("312246.38"),)
    ]


def test_vouchers_of_orders_without_items_wait_in_quarantine(olist: Olist) -> None:
    with together(src=olist.whole.source, dw=olist.whole.file) as db:
        rows = db.execute(
            "select q.regra, sum(d.valor_desconto), count(distinct d.pedido_id) "
            "from dw.audit.quarentena q join src.core.desconto_aplicado d "
            "on d.desconto_aplicado_id = cast(q.chave_origem as bigint) "
            "where q.entidade = 'desconto_aplicado' and q.resolvido_em is null group by 1"
        ).fetchall()
    assert rows == [("desconto_excede_base", Decimal("26729.16"), 100)]


def test_orders_without_items_are_no_sales_and_no_error(olist: Olist) -> None:
    with together(src=olist.whole.source, dw=olist.whole.file) as db:
        assert db.execute(
            "select count(*) from src.core.pedido where pedido_id not in "
            "(select pedido_original_id from dw.fact.fact_vendas)"
        ).fetchall() == [(775,)]
    assert olist.whole.ask(
        "select count(*) from audit.quarentena where entidade in ('pedido', 'item_pedido')"
    ) == [(0,)]


def test_everything_equals_the_oracle(olist: Olist) -> None:
    assert all_differences(olist.whole) == ""


def test_replayed_months_end_in_the_same_warehouse(olist: Olist) -> None:
    assert warehouse_differences(olist.whole.file, olist.replayed.file) == ""
    still_open = (
        "select entidade, chave_origem, regra from audit.quarentena where resolvido_em is null"
    )
    assert sorted(olist.whole.ask(still_open), key=str) == sorted(
        olist.replayed.ask(still_open), key=str
    )


def test_the_replay_really_went_by_months(olist: Olist) -> None:
    runs = olist.replayed.ask(
        "select linhas_inseridas from audit.etl_run_entity "
        "where entidade = 'fact_vendas' order by run_id"
    )
    assert len(runs) == len(REPLAY) + 1
    assert all(isinstance(rows, int) and rows > 1000 for (rows,) in runs)


def test_the_pages_show_what_the_source_says(olist: Olist, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_headlines(conftest.Warehouse(olist.whole.folder), monkeypatch)
