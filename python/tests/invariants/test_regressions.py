"""What the random histories found, each as the shortest history that shows it."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from invariants.changes import Setting
from invariants.conftest import HOUR, WINDOWED, Case
from invariants.harness import (
    wrong_lineage,
    wrongly_told,
)
from invariants.machine import FIRST, STAMPS, Histories
from invariants.oracle import text
from invariants.runs import COMPARISON, KEPT

# Of a run's some 330 statements: behind the facts, before it is closed.
KILLED_LATE = 310
REJECTED = """
select chave_origem, regra from audit.quarentena where entidade = '{}' and resolvido_em is null
"""
RETURNED = """
select item_original_id, quantidade_devolvida from fact.fact_vendas
where quantidade_devolvida > 0 order by item_original_id
"""
UNTOLD = """
select varredura, linhas_sem_carimbo from audit.etl_run order by run_id desc limit 1
"""
EDGES = {
    0: "the next cutoff",
    1: "the last cutoff",
    3: "just before the last cutoff",
    5: "late, the overlap's first instant",
    7: "in flight",
}


def test_a_rejected_customer_that_is_deleted_takes_its_orders_along(case: Case) -> None:
    """The facts point at the unknown member, so no dimension row tells of the deletion."""
    case.set("cliente", "nome_cliente", "null")
    case.shop.change("insert", "cliente", 0, case.now)
    case.set("pedido", "cliente_id", "4")
    case.run()
    case.shop.delete("cliente", 3, case.now)
    case.run()


def test_an_order_without_a_fact_follows_its_customer(case: Case) -> None:
    """No fact points at the customer: the item of one order is rejected, another has none."""
    for _ in range(2):
        case.shop.change("order", "pedido", 0, case.now, momento="carimbo()", cliente="3")
    case.set("item_pedido", "quantidade", "0", row=9)
    case.shop.delete("item_pedido", 10, case.now)
    case.run()
    case.shop.delete("cliente", 2, case.now)
    case.run()
    rejected = case.live.ask(REJECTED.format("pedido"))
    assert {*rejected} == {(order, "pedido_cliente") for order in ("2", "5", "6", "7")}


def test_a_rejected_row_is_told_by_the_first_rule_that_it_breaks(case: Case) -> None:
    """A parent is deleted under rows that a later rule rejected before."""
    case.set("pedido", "regiao_entrega_id", "999")
    case.set("item_pedido", "quantidade", "0", row=8)
    case.run()
    case.shop.delete("cliente", 1, case.now)
    case.shop.delete("produto", 0, case.now)
    case.run()
    assert ("1", "pedido_cliente") in case.live.ask(REJECTED.format("pedido"))
    assert ("9", "item_orfao") in case.live.ask(REJECTED.format("item_pedido"))


def test_a_rejected_row_is_judged_by_every_run(case: Case) -> None:
    """It is mended, or breaks an earlier rule, without a stamp: no fact is there to compare."""
    case.set("item_pedido", "quantidade", "0")
    case.set("desconto_aplicado", "valor_desconto", "9999", row=2)
    case.run()
    assert ("3", "desconto_excede_base") in case.live.ask(REJECTED.format("desconto_aplicado"))
    case.shop.set(Setting("item_pedido", "quantidade", "3"), 0, case.now, silently=True)
    case.shop.change("delete_silently", "pedido", 2, case.now)
    case.run()
    assert case.live.ask(REJECTED.format("desconto_aplicado")) == [("3", "desconto_orfao")]
    assert ("1",) not in case.live.ask(REJECTED.format("item_pedido"))


def test_an_order_that_waited_is_loaded_though_what_it_waited_for_left(case: Case) -> None:
    """A rejected row, of which no fact tells, holds its order back, then moves to another."""
    case.set("desconto_aplicado", "valor_desconto", "9999", row=2)
    case.run()
    case.set("pedido", "status", "'Cancelado'", row=2)
    late = Setting("desconto_aplicado", "valor_desconto", "8888")
    case.shop.set(late, 2, case.to + timedelta(microseconds=1))
    case.run()
    case.set("desconto_aplicado", "pedido_id", "5", row=2)
    case.run()
    status = "select distinct status_pedido from fact.fact_vendas where pedido_original_id = 3"
    assert case.live.ask(status) == [("Cancelado",)]


def test_a_return_without_an_item_waits_for_its_stamp(case: Case) -> None:
    """It belongs to no order that could wait with it; nor does reconciliation miss it meanwhile."""
    orphan = Setting("devolucao", "item_pedido_id", "999")
    case.shop.set(orphan, 1, case.to + timedelta(microseconds=1))
    case.shop.close()
    case.runner.run(case.live.folder, case.to, spared=KEPT)
    assert case.live.ask(REJECTED.format("devolucao")) == []
    assert case.live.ask(text("fuzz/not_reconciled")) == []
    case.to += HOUR
    case.run()
    assert case.live.ask(REJECTED.format("devolucao")) == [("2", "devolucao_orfa")]


def test_a_target_at_fault_waits_for_its_stamp(case: Case) -> None:
    """It stays in the fact, as it was, until the run that sees its stamp rejects it."""
    fault = Setting("meta_vendedor", "valor_meta", "0")
    targets = "select meta_original_id from fact.fact_metas order by 1"
    before = case.live.ask(targets)
    case.shop.set(fault, 2, case.to + timedelta(microseconds=1))
    case.shop.close()
    case.runner.run(case.live.folder, case.to, spared=KEPT)
    assert case.live.ask(targets) == before
    assert case.live.ask(text("fuzz/not_reconciled")) == []
    case.to += HOUR
    case.run()
    assert case.live.ask(REJECTED.format("meta_vendedor")) == [("3", "meta_valor")]
    assert case.live.ask(targets) == [row for row in before if row != (3,)]


def test_a_selected_fact_does_not_lose_its_rejected_rows(case: Case) -> None:
    """A row that breaks a rule in a run that does not build the quarantine."""
    case.set("item_pedido", "quantidade", "0")
    case.shop.close()
    case.runner.run(case.live.folder, case.to, select=["+fact_vendas", "+fact_descontos"])
    case.to += 2 * HOUR
    case.run()


def test_a_parent_that_is_deleted_makes_versions_of_its_children(case: Case) -> None:
    """A deleted region, category, supplier, team or manager has no stamp that would tell of it."""
    case.shop.delete("regiao", 0, case.now)
    case.shop.delete("categoria", 0, case.now)
    case.shop.delete("fornecedor", 0, case.now)
    case.shop.delete("equipe", 1, case.now)
    case.shop.delete("vendedor", 0, case.now)
    case.run()


def test_the_returns_of_a_deleted_item_are_rejected(case: Case) -> None:
    """The item's order is stamped, but its returns belong to no order any more."""
    case.shop.delete("item_pedido", 3, case.now)
    case.run()
    assert ("devolucao", "2") in case.live.ask(
        "select entidade, chave_origem from audit.quarentena"
    )


def test_an_item_or_a_discount_that_moves_leaves_its_former_order_right(case: Case) -> None:
    """The former order is not stamped; its discount and freight go to the items that stay."""
    case.set("item_pedido", "pedido_id", "5", row=3)
    case.set("desconto_aplicado", "pedido_id", "4")
    case.run()
    case.set("item_pedido", "pedido_id", "999", row=3)
    case.run()


def test_a_run_of_one_fact_leaves_the_other_its_orders(case: Case) -> None:
    """The run of fact_descontos moves the one row that tells which order a discount left."""
    descontos = ("+fact_descontos", "+quarentena")
    case.set("desconto_aplicado", "pedido_id", "5", row=1)
    case.shop.close()
    case.runner.run(case.live.folder, case.to, select=descontos, spared=(*KEPT, *COMPARISON))
    case.to += 2 * HOUR
    case.run()
    discounts = "select valor_total_descontos from fact.fact_vendas where item_original_id = 2"
    assert case.live.ask(discounts) == [(0,)]


def test_an_item_leaves_its_order_though_the_one_that_it_moves_to_waits(case: Case) -> None:
    """It is in neither until the next run: its former order is complete without it."""
    case.set("item_pedido", "pedido_id", "5", row=2)
    touched = Setting("pedido", "status", "'Entregue'")
    case.shop.set(touched, 4, case.to + timedelta(microseconds=1))
    case.run()
    orders = "select pedido_original_id from fact.fact_vendas where item_original_id = 3"
    assert case.live.ask(orders) == []
    case.run()
    assert case.live.ask(orders) == [(5,)]


def test_an_item_that_moves_after_the_cutoff_is_in_neither_order(case: Case) -> None:
    """The order that it leaves is what the source says; the one that it moves to waits, whole."""
    case.set("pedido", "status", "'Cancelado'", row=1)
    late = Setting("item_pedido", "pedido_id", "5")
    case.shop.set(late, 2, case.to + timedelta(microseconds=1))
    case.run()
    orders = (
        "select pedido_original_id, status_pedido from fact.fact_vendas where item_original_id = 3"
    )
    assert case.live.ask(orders) == []
    case.run()
    assert case.live.ask(orders) == [(5, "Pago")]


def test_a_discount_that_moves_after_the_cutoff_and_is_deleted_leaves_its_order(case: Case) -> None:
    """The run in between sees the move and has its former order wait; then no row tells of it."""
    late = Setting("desconto_aplicado", "pedido_id", "5")
    case.shop.set(late, 1, case.to + timedelta(microseconds=1))
    case.run()
    case.shop.delete("desconto_aplicado", 1, case.now)
    case.run()
    assert case.live.ask("select 1 from fact.fact_descontos where pedido_original_id = 2") == []


def test_a_discount_that_moves_and_is_deleted_before_a_run_leaves_its_order_right(
    case: Case,
) -> None:
    """Nothing tells of the order that it left but its number."""
    case.set("desconto_aplicado", "pedido_id", "5", row=1)
    case.shop.delete("desconto_aplicado", 1, case.now)
    case.run()
    assert case.live.ask("select 1 from fact.fact_descontos where pedido_original_id = 2") == []


def test_a_return_that_moves_leaves_its_former_item_right(case: Case) -> None:
    """No stamp tells of the item that it left; a return too many there is none any more."""
    case.set("devolucao", "item_pedido_id", "8", row=1)
    case.shop.change("insert", "devolucao", 1, case.now)
    case.set("devolucao", "quantidade", "2", row=2)
    case.run()
    assert case.live.ask("select chave_origem, regra from audit.quarentena") == [
        ("3", "devolucao_excede")
    ]
    case.set("devolucao", "item_pedido_id", "4", row=1)
    case.run()
    assert case.live.ask(RETURNED) == [(1, 1), (4, 1), (8, 2)]
    # Moved and deleted in one window: no stamp of a return is left.
    case.set("devolucao", "item_pedido_id", "9", row=0)
    case.shop.delete("devolucao", 0, case.now)
    case.run()


def test_discounts_follow_their_campaign(case: Case) -> None:
    """It turns bad, and is mended; no order is stamped meanwhile. A full refresh says the same."""
    case.set("desconto_aplicado", "nivel_aplicacao", "'Outro'", row=2)
    case.set("desconto_aplicado", "desconto_id", "2", row=2)
    case.run()
    assert case.live.ask(REJECTED.format("desconto_aplicado")) == [("3", "desconto_nivel")]
    case.set("desconto", "tipo_desconto", "null", row=1)
    case.run()
    rejected = case.live.ask(REJECTED.format("desconto_aplicado"))
    assert sorted(rejected) == [("2", "desconto_orfao"), ("3", "desconto_orfao")]
    case.run("--full-refresh")
    case.set("desconto", "tipo_desconto", "'Percentual'", row=1)
    case.run()
    assert case.live.ask(REJECTED.format("desconto_aplicado")) == [("3", "desconto_nivel")]


def test_a_campaign_at_fault_waits_for_its_stamp(history: Histories) -> None:
    """Its discounts stay as they were until the run that sees it."""
    history.break_a_rule(fault="dimensao_desconto", n=1, when="in flight")
    found = []
    for _ in range(2):
        history.run()
        history.forward(HOUR)
        found.append(history.live.ask(REJECTED.format("desconto_aplicado")))
    assert found == [[], [("2", "desconto_orfao")]]


def test_a_rejected_campaign_that_is_stamped_after_the_cutoff_stays_rejected(
    history: Histories,
) -> None:
    """Touched or mended: its discounts come in with the run that sees it mended, no earlier."""
    history.break_a_rule(fault="dimensao_desconto", n=1, when="now")
    found = []
    for mended in (None, "null", "'Percentual'", None):
        if mended:
            history.update(Setting("desconto", "tipo_desconto", mended), n=1, when="in flight")
        history.run()
        history.forward(HOUR)
        found.append(history.live.ask(REJECTED.format("desconto_aplicado")))
    assert found == [*[[("2", "desconto_orfao")]] * 3, []]


def test_an_order_discount_that_names_an_item_is_no_difference(case: Case) -> None:
    """It was the item's; the fact follows the level, and so does what compares values."""
    case.set("desconto_aplicado", "nivel_aplicacao", "'Pedido'", row=1)
    case.run()
    case.runner.compare(case.live.folder, case.to - HOUR)
    assert case.live.ask(text("fuzz/not_reconciled")) == []


SILENT = (
    Setting("item_pedido", "preco_unitario", "70"),
    Setting("cliente", "nome_cliente", "'Calado'"),
    Setting("item_pedido", "pedido_id", "5"),
)


@pytest.mark.parametrize("what", SILENT, ids=["item", "customer", "moved"])
def test_a_sweep_finds_what_no_stamp_tells_and_says_so(case: Case, what: Setting) -> None:
    case.shop.set(what, 0, case.now, silently=True)
    case.run()
    assert case.live.ask(UNTOLD) == [(True, 1 + (what.column == "pedido_id"))]


def test_a_windowed_run_loads_what_is_stamped(case: Case) -> None:
    """On each edge of its window, with what is new, in flight, rejected and mended elsewhere."""
    case.run(windowed=True)
    for row, when in EDGES.items():
        stamp = STAMPS[when](FIRST + HOUR, case.to)
        case.shop.set(Setting("item_pedido", "preco_unitario", "77.77"), row, stamp)
    case.shop.change("order", "pedido", 0, case.now, momento="carimbo()", cliente="3")
    case.set("cliente", "nome_cliente", "'Outro'", row=1)
    case.set("pedido", "regiao_entrega_id", "3", row=4)
    case.set("vendedor", "percentual_comissao_padrao", "9")
    case.run(windowed=True)
    case.shop.change("insert", "regiao", 0, case.now)
    case.run(windowed=True)
    assert case.live.ask(REJECTED.format("pedido")) == []
    assert case.live.ask(UNTOLD) == [(False, 0)]
    case.run()
    assert case.live.ask(UNTOLD) == [(True, 0)]


def test_a_windowed_run_leaves_the_rest_to_the_next_sweep(case: Case) -> None:
    """Which comes by itself when the last one is older than varredura_horas."""
    price = "select preco_unitario_tabela from fact.fact_vendas where item_original_id = 1"
    before = case.live.ask(price)
    case.shop.set(SILENT[0], 0, case.now, silently=True)
    case.shop.close()
    for hours, found in ((WINDOWED, before), (0.0, [(70,)])):
        case.runner.run(
            case.live.folder, case.to, spared=KEPT, variables={"varredura_horas": hours}
        )
        assert case.live.ask(price) == found
        case.to += HOUR


def test_what_an_order_waited_for_is_remembered_by_a_windowed_run(case: Case) -> None:
    """The discount that held it back is gone without a stamp before the next run."""
    case.set("pedido", "status", "'Cancelado'", row=2)
    late = Setting("desconto_aplicado", "valor_desconto", "2")
    case.shop.set(late, 2, case.to + timedelta(microseconds=1))
    case.run(windowed=True)
    case.shop.change("delete_silently", "desconto_aplicado", 2, case.now)
    case.to += timedelta(days=3)
    case.run(windowed=True)
    status = "select distinct status_pedido from fact.fact_vendas where pedido_original_id = 3"
    assert case.live.ask(status) == [("Cancelado",)]


def test_aggregates_follow_an_order_that_a_windowed_run_took_an_item_from(case: Case) -> None:
    """Its own rows have no stamp, so it is not loaded itself before the next sweep."""
    case.set("item_pedido", "pedido_id", "5")
    case.run_windowed()
    assert case.wrong_aggregates() == ""
    case.run()


def test_an_order_loaded_for_its_customer_is_compared_by_the_next_run(case: Case) -> None:
    """A price goes without a stamp, is loaded by the way, and comes back as it was."""
    price = "select preco_unitario_tabela from fact.fact_vendas where item_original_id = 1"
    case.set("pedido", "data_pedido", f"timestamp '{case.to - HOUR / 4}'")
    case.run()
    before = case.live.ask(price)
    silent = Setting("item_pedido", "preco_unitario", "77.77")
    case.shop.set(silent, 0, case.to, silently=True)
    case.set("cliente", "nome_cliente", "'X'", row=1)
    case.run_windowed()
    assert case.live.ask(price) != before
    case.set("item_pedido", "preco_unitario", str(before[0][0]))
    case.run_windowed()
    assert case.live.ask(price) == before
    case.run()


def test_the_source_goes_on_between_a_kill_and_the_next_run(history: Histories) -> None:
    """The dead run had taken the version in between, and its facts; the next one adds to them."""
    price = Setting("item_pedido", "preco_unitario", "70 + n()")
    name = Setting("cliente", "nome_cliente", "'Nome ' || n()")
    for n in (0, 3):
        history.update(what=price, n=n, when="now")
        history.update(what=name, n=n, when="now")
        if n == 0:
            history.kill(statements=KILLED_LATE, gap=HOUR)
    dead = history.live.ask("select status from audit.etl_run order by run_id desc limit 1")
    assert dead == [("running",)]
    history.run()
    versions = history.live.ask(
        "select count(*) from dim.dim_cliente where cliente_original_id = 1"
    )
    assert versions == [(3,)]


def test_the_edges_of_a_window(case: Case) -> None:
    """One change on each edge, a row that only was touched, an order in flight, a deletion."""
    before = case.live.folder / "before.duckdb"
    # An order each.
    for row, when in EDGES.items():
        stamp = STAMPS[when](FIRST, case.to)
        case.shop.set(Setting("item_pedido", "preco_unitario", "77.77"), row, stamp)
    case.shop.change("touch", "item_pedido", 8, case.now)
    case.shop.delete("cliente", 2, case.now)
    for _ in range(2):
        shutil.copy(case.live.file, before)
        case.run()
        assert wrongly_told(before, case.live) == ""
        assert wrong_lineage(before, case.live) == {}


@pytest.mark.parametrize("moment", ["9999-12-31 23:59:59.999999", "infinity"])
def test_a_discount_applied_at_the_end_of_time(case: Case, moment: str) -> None:
    """No version ends so late, so the last one is valid then; the calendar has no such day."""
    case.set("desconto_aplicado", "data_aplicacao", f"timestamp '{moment}'")
    case.run()
    pointed = "select desconto_id > 0, data_aplicacao_id from fact.fact_descontos"
    assert (True, -1) in case.live.ask(pointed)


def test_rejected_rows_move_to_an_order_of_the_same_range(case: Case) -> None:
    """They count the same there; that they count for another order shows all the same."""
    rejected = "select distinct pedido_id from stg.base_oltp__chaves_rejeitadas"
    case.shop.change("double_key", "item_pedido", 0, case.now)
    case.run()
    ((order,),) = case.live.ask(rejected)
    assert isinstance(order, int) and order in (1, 2)
    case.shop.set(Setting("item_pedido", "pedido_id", str(3 - order)), 0, case.now, silently=True)
    case.run()
    assert case.live.ask(rejected) == [(3 - order,)]
    chosen = case.live.ask("select pedido_id from stg.int_pedidos_afetados order by pedido_id")
    assert chosen == [(1,), (2,)]


@pytest.mark.parametrize("change", ["it moves", "it goes"])
def test_the_campaign_that_a_discount_leaves_is_added_up_anew(case: Case, change: str) -> None:
    """The fact no longer tells which it was; another campaign, untouched, stays as it is."""
    uses = "select desconto_original_id, usos from fact.agg_campanhas"
    before = {campaign: int(str(count)) for campaign, count in case.live.ask(uses)}
    ((left,),) = case.live.ask(
        "select desconto_original_id from fact.fact_descontos inner join dim.dim_desconto"
        " using (desconto_id) order by desconto_aplicado_original_id limit 1"
    )
    if change == "it moves":
        other = "(select max(d.desconto_id) from core.desconto as d where d.desconto_id <> {0})"
        other = other.format(left)
        case.set("desconto_aplicado", "desconto_id", other)
    else:
        case.shop.delete("desconto_aplicado", 0, case.now)
    case.run()
    after = {campaign: int(str(count)) for campaign, count in case.live.ask(uses)}
    assert after.get(left, 0) == before[left] - 1


def test_a_customer_at_fault_is_told_though_its_region_waits(case: Case) -> None:
    """The version of a customer waits for its region's stamp; the row at fault is at fault now."""
    case.set("cliente", "nome_cliente", "null")
    for row in range(2):
        case.shop.change("touch", "regiao", row, case.to + HOUR / 2)
    case.run()
    assert case.live.ask(REJECTED.format("cliente")) == [("1", "dimensao_obrigatoria")]


def test_a_double_return_of_a_double_item_is_of_no_order(case: Case) -> None:
    """As a return is whose item is gone: no key tells which of the two it is of."""
    case.shop.change("double_key", "item_pedido", 3, case.now)
    case.shop.change("double_key", "devolucao", 1, case.now)
    case.run()
    case.run(windowed=True)
    rejected = case.live.ask(REJECTED.format("devolucao"))
    assert rejected == [("2", "chave_duplicada")] * 2


def test_a_windowed_run_tells_the_return_of_an_item_that_turned_double(case: Case) -> None:
    """The return's own stamp is old, and its order goes on without it."""
    case.shop.change("double_key", "item_pedido", 0, case.now)
    case.run(windowed=True)
    assert case.live.ask(REJECTED.format("devolucao")) == [("1", "devolucao_orfa")]
