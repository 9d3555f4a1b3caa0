"""The oracle itself, against values worked out by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from invariants.handmade import BROKEN, add, break_every_rule, change, shop
from invariants.oracle import History

MAY = datetime(2024, 5, 1)


def money(*values: str) -> list[Decimal]:
    return [Decimal(v) for v in values]


class Shop:
    """A hand-made source and the oracle that watches it."""

    def __init__(self, folder: Path) -> None:
        self.source = shop(folder / "source.duckdb")
        self.history = History(folder / "history.duckdb")

    def observe(self, cutoff: datetime = MAY) -> None:
        self.history.observe(self.source, cutoff)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.history.path), read_only=True) as db:
            return db.execute(query).fetchall()

    def column(self, query: str) -> list[object]:
        return [row[0] for row in self.ask(query)]

    def rules(self) -> dict[tuple[str, int], str]:
        rows = self.ask("select entidade, chave, regra from quarentena where regra <> 'chave_nula'")
        return {(str(e), int(str(k))): str(r) for e, k, r in rows}


@pytest.fixture
def loja(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_order_discount_is_split_by_what_is_left_and_freight_by_gross(loja: Shop) -> None:
    add(loja.source, "pedido", {"valor_frete": "10.01"})
    add(
        loja.source,
        "item_pedido",
        {"item_pedido_id": 1, "preco_unitario": "33.33", "valor_frete": 2},
        {"item_pedido_id": 2, "preco_unitario": "33.33"},
        {"item_pedido_id": 3, "preco_unitario": "33.34"},
        {"item_pedido_id": 4, "preco_unitario": "20.00", "quantidade": 2},
    )
    add(
        loja.source,
        "desconto_aplicado",
        {"desconto_aplicado_id": 1, "valor_desconto": 10},
        {
            "desconto_aplicado_id": 2,
            "nivel_aplicacao": "Produto",
            "item_pedido_id": 4,
            "valor_desconto": 40,
        },
        {"desconto_aplicado_id": 3, "nivel_aplicacao": "Frete", "valor_desconto": "10.01"},
        {"desconto_aplicado_id": 4, "valor_desconto": 5, "aprovado": False},
    )
    loja.observe()
    # 10.00 over 33.33, 33.33, 33.34, 0: 3.33 each, the cent left goes to the largest.
    assert loja.column("select valor_total_descontos from fact_vendas order by all") == money(
        "3.33", "3.33", "3.34", "40.00"
    )
    # 10.01 - 2.00 over 33.33, 33.34, 40.00 of 106.67: 2.502, 2.503, 3.003 and one cent left.
    assert loja.column("select valor_frete_rateado from fact_vendas order by item_original_id") == (
        money("2.00", "2.50", "2.50", "3.01")
    )
    # Commission of 5 %: 30.00, 30.00, 30.00, 0.
    assert loja.column("select valor_comissao from fact_vendas order by item_original_id") == (
        money("1.50", "1.50", "1.50", "0.00")
    )
    assert loja.rules() == {}
    assert loja.ask(
        "select valor_desconto_aplicado, valor_sem_desconto, valor_com_desconto, "
        "margem_antes_desconto, margem_apos_desconto, impacto_margem, produto, item_original_id "
        "from fact_descontos order by desconto_aplicado_original_id"
    ) == [
        (*money("10", "140.00", "130.00", "-160.00", "-170.00", "-10"), -1, None),
        (*money("40", "40", "0", "-80", "-120", "-40"), 1, 4),
        (*money("10.01", "10.01", "0", "0", "-10.01", "-10.01"), -1, None),
        (*money("0", "140.00", "140.00", "-160.00", "-160.00", "0"), -1, None),
    ]


def test_where_every_base_is_zero_the_parts_are_equal_and_the_smaller_key_first(loja: Shop) -> None:
    add(loja.source, "pedido", {"valor_frete": "0.05"})
    add(
        loja.source,
        "item_pedido",
        *({"item_pedido_id": i, "preco_unitario": 0} for i in (7, 5, 6)),
    )
    loja.observe()
    assert loja.ask("select item_original_id, valor_frete_rateado from fact_vendas order by 1") == [
        (5, Decimal("0.02")),
        (6, Decimal("0.02")),
        (7, Decimal("0.01")),
    ]


def test_commission_is_half_up_null_for_direct_and_zero_for_cancelled(loja: Shop) -> None:
    add(
        loja.source,
        "pedido",
        {"pedido_id": 1},
        {"pedido_id": 2, "numero_pedido": "P2", "status": "Cancelado"},
    )
    add(
        loja.source,
        "item_pedido",
        {"item_pedido_id": 1, "preco_unitario": "0.10"},
        {"item_pedido_id": 2, "vendedor_id": None},
        {"item_pedido_id": 3, "pedido_id": 2},
        {"item_pedido_id": 4, "vendedor_id": 99},
    )
    loja.observe()
    assert loja.ask(
        "select vendedor, equipe, valor_comissao from fact_vendas order by item_original_id"
    ) == [(1, 1, Decimal("0.01")), (-2, -1, None), (1, 1, Decimal(0)), (-1, -1, None)]


def test_every_hard_rule_names_the_first_that_is_broken(loja: Shop) -> None:
    break_every_rule(loja.source, MAY)
    loja.observe()
    assert loja.rules() == BROKEN
    keyless = "select entidade from quarentena where regra = 'chave_nula'"
    assert loja.column(keyless) == ["pedido"]
    # The cost of 13 is unknown, which breaks no rule.
    assert loja.column("select item_original_id from fact_vendas order by all") == [1, 8, 13]
    # A repaired order brings its rows with it.
    change(loja.source, "update core.pedido set regiao_entrega_id = 1 where pedido_id = 3")
    loja.observe()
    assert loja.column("select item_original_id from fact_vendas order by all") == [1, 2, 8, 13]


def test_targets_rank_by_attainment_then_value_then_key(loja: Shop) -> None:
    add(loja.source, "vendedor", *({"vendedor_id": i} for i in range(2, 6)))
    add(
        loja.source,
        "pedido",
        {"pedido_id": 1},
        {"pedido_id": 2, "data_pedido": datetime(2024, 3, 31, 23, 59, 59)},
        {"pedido_id": 3, "data_pedido": datetime(2024, 4, 1)},
        {"pedido_id": 4, "status": "Cancelado"},
    )
    add(
        loja.source,
        "item_pedido",
        {"item_pedido_id": 1, "vendedor_id": 1},
        {"item_pedido_id": 2, "vendedor_id": 1, "pedido_id": 2, "preco_unitario": 101},
        {"item_pedido_id": 3, "vendedor_id": 1, "pedido_id": 3},
        {"item_pedido_id": 4, "vendedor_id": 2, "pedido_id": 4},
        {"item_pedido_id": 5, "vendedor_id": 3, "preco_unitario": "33.33"},
        {"item_pedido_id": 6, "vendedor_id": 4, "preco_unitario": 100},
        {"item_pedido_id": 7, "vendedor_id": 5, "preco_unitario": 200},
    )
    add(loja.source, "devolucao", {"item_pedido_id": 1, "valor_devolvido": "0.50"})
    add(
        loja.source,
        "meta_vendedor",
        {"meta_id": 1, "vendedor_id": 1, "valor_meta": 300},
        {"meta_id": 2, "vendedor_id": 2, "valor_meta": 300},
        {"meta_id": 3, "vendedor_id": 3, "valor_meta": "66.67"},
        {"meta_id": 4, "vendedor_id": 4, "valor_meta": 100},
        {"meta_id": 5, "vendedor_id": 5, "valor_meta": 200},
    )
    loja.observe()
    assert loja.ask(
        "select meta_original_id, valor_realizado, quantidade_realizada, percentual_atingido, "
        "gap_meta, ticket_medio_realizado, ranking_periodo, quartil_performance, meta_batida, "
        "meta_superada, eh_periodo_fechado from fact_metas order by ranking_periodo"
    ) == [
        (5, Decimal(200), 1, Decimal(100), Decimal(0), Decimal(200), 1, "Q1", True, False, True),
        (4, Decimal(100), 1, Decimal(100), Decimal(0), Decimal(100), 2, "Q1", True, False, True),
        # 100 + 101 - 0.50 = 200.50; / 300 = 66.83 %; over 2 orders 100.25.
        (1, Decimal("200.50"), 2, Decimal("66.83"), Decimal("-99.50"), Decimal("100.25"), 3, "Q2",
         False, False, True),
        # 33.33 / 66.67 = 49.9925 %.
        (3, Decimal("33.33"), 1, Decimal("49.99"), Decimal("-33.34"), Decimal("33.33"), 4, "Q3",
         False, False, True),
        (2, Decimal(0), 0, Decimal(0), Decimal(-300), None, 5, "Q4", False, False, True),
    ]  # fmt: skip


def test_a_sale_keeps_the_team_its_seller_had_then(loja: Shop) -> None:
    add(loja.source, "equipe", {"equipe_id": 2, "nome_equipe": "Dois"})
    add(
        loja.source,
        "pedido",
        {"pedido_id": 1, "data_pedido": datetime(2024, 3, 1)},
        {"pedido_id": 2, "data_pedido": datetime(2024, 3, 15)},
    )
    add(
        loja.source,
        "item_pedido",
        {"item_pedido_id": 1, "pedido_id": 1},
        {"item_pedido_id": 2, "pedido_id": 2},
    )
    loja.observe(datetime(2024, 3, 14))
    moved = datetime(2024, 3, 15)
    change(
        loja.source,
        "update core.vendedor set equipe_id = 2, percentual_comissao_padrao = 6, "
        "data_atualizacao = ?",
        moved,
    )
    loja.observe()
    assert loja.ask(
        "select equipe, vendedor_versao, valor_comissao from fact_vendas order by item_original_id"
    ) == [(1, 1, Decimal(5)), (2, 2, Decimal(6))]
    assert loja.ask(
        "select versao, valido_de, valido_ate, eh_atual, nome_equipe from dim_vendedor order by 1"
    ) == [(1, datetime(1900, 1, 1), moved, False, "Equipe 1"), (2, moved, None, True, "Dois")]


def test_a_name_that_changes_in_the_team_makes_a_version_of_its_sellers(loja: Shop) -> None:
    loja.observe(datetime(2024, 4, 1))
    change(
        loja.source,
        "update core.equipe set nome_equipe = 'Novo', data_atualizacao = '2024-04-20'",
    )
    loja.observe()
    change(loja.source, "update core.vendedor set data_atualizacao = '2024-05-02'")
    loja.observe(datetime(2024, 5, 3))
    assert loja.ask("select versao, nome_equipe, valido_de from dim_vendedor order by 1") == [
        (1, "Equipe 1", datetime(1900, 1, 1)),
        (2, "Novo", datetime(2024, 4, 20)),
    ]


def test_a_deleted_row_ends_in_one_last_version(loja: Shop) -> None:
    loja.observe(datetime(2024, 4, 1))
    change(loja.source, "delete from core.desconto")
    loja.observe()
    loja.observe(datetime(2024, 6, 1))
    assert loja.ask(
        "select versao, valido_de, eh_atual, eh_excluido, nome_campanha from dim_desconto "
        "order by versao"
    ) == [(1, datetime(1900, 1, 1), False, False, "N"), (2, MAY, True, True, "N")]


def test_a_closed_target_stays_and_its_restatement_moves(loja: Shop) -> None:
    add(loja.source, "pedido", {})
    add(loja.source, "item_pedido", {})
    add(loja.source, "meta_vendedor", {}, {"meta_id": 2, "periodo_inicio": date(2024, 4, 1)})
    loja.observe(datetime(2024, 4, 5, 23, 59))
    assert loja.column("select eh_periodo_fechado from fact_metas") == [False, False]
    loja.observe(datetime(2024, 4, 6))
    change(loja.source, "update core.item_pedido set preco_unitario = 300")
    loja.observe(MAY)
    assert loja.ask(
        "select eh_periodo_fechado, valor_realizado from fact_metas order by meta_original_id"
    ) == [(True, Decimal(100)), (False, Decimal(0))]
    assert loja.column(
        "select valor_realizado from metas_reapresentadas order by meta_original_id"
    ) == [Decimal(300), Decimal(0)]


def test_an_order_in_flight_waits_as_a_whole(loja: Shop) -> None:
    add(loja.source, "pedido", {})
    add(loja.source, "item_pedido", {}, {"item_pedido_id": 2, "quantidade": 0})
    late = datetime(2024, 4, 2)
    loja.observe(datetime(2024, 4, 1))
    change(
        loja.source,
        "update core.item_pedido set quantidade = 7, data_atualizacao = ? where item_pedido_id = 2",
        late,
    )
    change(loja.source, "update core.pedido set status = 'Entregue'")
    loja.observe(datetime(2024, 4, 1))
    assert loja.ask("select item_original_id, status_pedido from fact_vendas") == [(1, "Pago")]
    assert loja.rules() == {("item_pedido", 2): "item_quantidade"}
    loja.observe(late)
    assert loja.ask("select item_original_id, status_pedido from fact_vendas order by 1") == [
        (1, "Entregue"),
        (2, "Entregue"),
    ]
    assert loja.rules() == {}


def test_derived_columns_of_the_dimensions(loja: Shop) -> None:
    add(
        loja.source,
        "cliente",
        {"cliente_id": 2, "data_nascimento": date(1999, 1, 1)},
        {"cliente_id": 3, "data_nascimento": date(1999, 1, 2)},
        {"cliente_id": 4, "data_nascimento": date(2025, 1, 2)},
    )
    add(loja.source, "produto", {"produto_id": 2, "preco_custo": 3, "preco_sugerido": "7.01"})
    loja.observe()
    assert loja.column("select faixa_etaria from dim_cliente order by cliente_original_id") == [
        None, "25-34", "Até 24", None,
    ]  # fmt: skip
    # 40 / 100; 4.01 / 7.01 = 57.2040 %.
    assert loja.column("select margem_sugerida_percent from dim_produto order by 1") == money(
        "40.00", "57.20"
    )
    assert loja.ask("select porte_municipio, round(densidade_demografica, 2) from dim_regiao") == [
        ("Médio", 1428.57)
    ]
