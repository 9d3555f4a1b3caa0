"""Views and analyses, against plain SQL over the source and plain Python over the facts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import variance
from typing import Any

import duckdb
import pytest
import yaml
from conftest import ROOT, Warehouse
from invariants.harness import Bench
from invariants.harness import Warehouse as BenchWarehouse

ANALYSES = sorted(file.stem for file in (ROOT / "analyses").glob("*.sql"))
CENT = Decimal("0.01")
Row = tuple[object, ...]


@contextmanager
def connected(place: Warehouse, read_only: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, with the source beside it as its views know it."""
    with duckdb.connect(str(place.warehouse), read_only=read_only) as db:
        db.execute("attach ? as ECOMMERCE_OLTP (read_only)", [str(place.source)])
        yield db


@dataclass(frozen=True)
class Item:
    """One row of fact_vendas with natural keys."""

    venda_id: int
    order: int
    customer: int
    day: date
    cancelled: bool
    revenue: Decimal
    margin: Decimal


@pytest.fixture(scope="module")
def db(loaded_once: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with connected(loaded_once) as connection:
        yield connection


@pytest.fixture(scope="module")
def items(db: duckdb.DuckDBPyConnection) -> list[Item]:
    rows = db.execute(
        "select v.venda_id, v.pedido_original_id, c.cliente_original_id, d.data_completa, "
        "v.status_pedido = 'Cancelado', v.valor_total_liquido - v.valor_devolvido, "
        "v.custo_total, v.quantidade_vendida, v.quantidade_devolvida "
        "from fact.fact_vendas v join dim.dim_cliente c on c.cliente_id = v.cliente_id "
        "join dim.dim_data d on d.data_id = v.data_id"
    ).fetchall()
    made = []
    for venda, order, customer, day, cancelled, value, cost, sold, returned in rows:
        revenue = Decimal(0) if cancelled else value
        kept = Decimal(0) if cancelled else cost / sold * (sold - returned)
        margin = (revenue - kept).quantize(CENT)
        made.append(Item(venda, order, customer, day, cancelled, revenue, margin))
    return made


@pytest.fixture(scope="module")
def compiled(loaded_once: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the compiled analyses."""
    bench = Bench.of_session(tmp_path_factory)
    warehouse = BenchWarehouse(bench, loaded_once.data_dir)
    warehouse.call("dbt.cli.main", "compile", "--select", "path:analyses")
    return bench.folder / "target" / "compiled" / "ecommerce_dw" / "analyses"


def test_every_analysis_is_documented() -> None:
    listed = yaml.safe_load((ROOT / "analyses" / "_analyses.yml").read_text(encoding="utf-8"))
    assert sorted(entry["name"] for entry in listed["analyses"]) == ANALYSES
    for name in ANALYSES:
        text = (ROOT / "analyses" / f"{name}.sql").read_text(encoding="utf-8")
        assert text.startswith("-- Question: "), name
        assert "\n-- Reading: " in text, name


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_answers(name: str, compiled: Path, db: duckdb.DuckDBPyConnection) -> None:
    result = db.execute((compiled / f"{name}.sql").read_text(encoding="utf-8"))
    names = [column[0] for column in result.description or []]
    rows = result.fetchall()
    assert len(names) == len(set(names)) >= 4
    assert rows
    empty = [name for place, name in enumerate(names) if all(row[place] is None for row in rows)]
    assert empty == []


def test_monthly_revenue_equals_the_source(db: duckdb.DuckDBPyConnection, compiled: Path) -> None:
    assert db.execute("select count(*) from audit.quarentena").fetchall() == [(0,)]
    source = db.execute(
        "with item as ("
        "  select i.pedido_id, sum(i.quantidade * i.preco_unitario) as bruto,"
        "    sum(i.quantidade) as unidades"
        "  from ECOMMERCE_OLTP.core.item_pedido i group by 1),"
        " desconto as ("
        "  select pedido_id, sum(valor_desconto) as valor"
        "  from ECOMMERCE_OLTP.core.desconto_aplicado"
        "  where aprovado and nivel_aplicacao <> 'Frete' group by 1),"
        " devolucao as ("
        "  select i.pedido_id, sum(d.valor_devolvido) as valor"
        "  from ECOMMERCE_OLTP.core.devolucao d"
        "  join ECOMMERCE_OLTP.core.item_pedido i using (item_pedido_id) group by 1) "
        "select strftime(p.data_pedido, '%Y-%m'), count(*), sum(item.unidades),"
        "  sum(item.bruto - coalesce(desconto.valor, 0) - coalesce(devolucao.valor, 0)) "
        "from ECOMMERCE_OLTP.core.pedido p join item using (pedido_id)"
        " left join desconto using (pedido_id) left join devolucao using (pedido_id) "
        "where p.status <> 'Cancelado' group by 1 order by 1"
    ).fetchall()
    expected = [
        (month, orders, units, revenue, (revenue / orders).quantize(CENT, ROUND_HALF_UP))
        for month, orders, units, revenue in source
    ]
    query = (compiled / "vendas_01_receita_por_periodo.sql").read_text(encoding="utf-8")
    result = db.execute(query)
    names = [column[0] for column in result.description or []]
    places = [names.index(n) for n in ("periodo_mes", "pedidos", "unidades", "receita")]
    places.append(names.index("ticket_medio"))
    assert [tuple(row[place] for place in places) for row in result.fetchall()] == expected


def test_margin_of_the_view_is_the_margin_of_the_facts(
    db: duckdb.DuckDBPyConnection, items: list[Item]
) -> None:
    assert any(item.cancelled for item in items)
    assert dict(
        db.execute("select venda_id, margem_bruta from vw.vw_vendas_completa").fetchall()
    ) == {item.venda_id: item.margin for item in items}


def test_return_on_campaigns(db: duckdb.DuckDBPyConnection, items: list[Item]) -> None:
    by_id = {item.venda_id: item for item in items}
    of_order: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        of_order[item.order].append(item)
    touched: dict[int, set[Item]] = defaultdict(set)
    given: dict[int, Decimal] = defaultdict(Decimal)
    freight: dict[int, Decimal] = defaultdict(Decimal)
    on_items: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    discounts = dict(
        db.execute(
            "select pedido_original_id, sum(valor_total_descontos) from fact.fact_vendas group by 1"
        ).fetchall()
    )
    for campaign, venda, order, level, value in db.execute(
        "select c.desconto_original_id, f.venda_id, f.pedido_original_id, f.nivel_aplicacao, "
        "f.valor_desconto_aplicado from fact.fact_descontos f "
        "join dim.dim_desconto c on c.desconto_id = f.desconto_id where f.desconto_aprovado"
    ).fetchall():
        if any(item.cancelled for item in of_order[order]):
            continue
        given[campaign] += value
        freight[campaign] += value if level == "Frete" else 0
        on_items[campaign, order] += 0 if level == "Frete" else value
        touched[campaign] |= {by_id[venda]} if venda else set(of_order[order])
    costs = dict(
        db.execute(
            "select desconto_original_id, custo_campanha from dim.dim_desconto "
            "where eh_atual and desconto_id > 0"
        ).fetchall()
    )
    discounted = {order for order, value in discounts.items() if value}
    expected = {}
    for campaign, cost in costs.items():
        orders = {item.order for item in touched[campaign]}
        paid = given[campaign] + (cost or 0)
        gained: Any = Decimal(0)
        spread = None
        if orders:
            with_it = [
                sum((item.margin for item in of_order[order]), on_items[campaign, order])
                for order in orders
            ]
            days = [of_order[order][0].day for order in orders]
            without = [
                sum((item.margin for item in group), Decimal(0))
                for order, group in of_order.items()
                if order not in discounted
                and not group[0].cancelled
                and min(days) <= group[0].day <= max(days)
            ]
            gained = without and sum(with_it) - len(orders) * sum(without) / Decimal(len(without))
            if min(len(with_it), len(without)) > 1:
                error = variance(with_it) / len(with_it) + variance(without) / len(without)
                spread = float(error) ** 0.5 * 1.96 * len(orders)
        revenue = sum((item.revenue for item in touched[campaign]), Decimal(0))
        result = None if gained == [] else float(gained.quantize(CENT, ROUND_HALF_UP) - paid)
        roi = result / float(paid) * 100 if paid and result is not None else None
        expected[campaign] = (len(orders), given[campaign], revenue, result, roi, spread)
    found = {
        campaign: tuple(figures)
        for campaign, *figures in db.execute(
            "select desconto_original_id, pedidos, valor_desconto_concedido, valor_receita, "
            "cast(resultado_campanha as double), cast(roi_percent as double), "
            "cast(margem_incerteza as double) from vw.vw_roi_campanhas"
        ).fetchall()
    }
    assert any(roi is not None and orders for orders, *_, roi, _spread in expected.values())
    assert any(value for value in freight.values())
    assert found.keys() == expected.keys()
    for campaign, figures in expected.items():
        assert found[campaign] == pytest.approx(figures, abs=Decimal("0.02")), campaign


def fifths(values: dict[int, Any]) -> dict[int, int]:
    """Score by customer: how many fifths of them are worse; who are equal are equal."""
    ordered = sorted(values.values())
    return {
        key: 1 + 5 * bisect_left(ordered, value) // len(ordered) for key, value in values.items()
    }


def test_customer_figures(db: duckdb.DuckDBPyConnection, items: list[Item]) -> None:
    orders: dict[int, set[int]] = defaultdict(set)
    total: dict[int, Decimal] = defaultdict(Decimal)
    last: dict[int, date] = {}
    for item in items:
        if not item.cancelled and item.customer > 0:
            orders[item.customer].add(item.order)
            total[item.customer] += item.revenue
            last[item.customer] = max(item.day, last.get(item.customer, item.day))
    buyers = sorted(orders)
    recency = fifths({c: last[c] for c in buyers})
    frequency = fifths({c: len(orders[c]) for c in buyers})
    money = fifths({c: total[c] for c in buyers})

    ((today,),) = db.execute("select data_referencia from vw.vw_referencia").fetchall()
    today = min(today, max(item.day for item in items if not item.cancelled))
    expected = {}
    for customer, registered in db.execute(
        "select cliente_original_id, cast(data_cadastro as date) from dim.dim_cliente "
        "where eh_atual and cliente_original_id > 0"
    ).fetchall():
        spent = total[customer]
        steps = [(50_000, "Platinum"), (10_000, "Ouro"), (1_000, "Prata")]
        category = next((name for least, name in steps if spent >= least), "Bronze")
        if (today - last.get(customer, registered)).days > 365:
            kind = "Inativo"
        elif spent >= 10_000:
            kind = "VIP"
        else:
            kind = "Recorrente" if len(orders[customer]) >= 2 else "Novo"
        expected[customer] = (
            len(orders[customer]),
            spent,
            last.get(customer),
            category,
            kind,
            recency.get(customer),
            frequency.get(customer),
            money.get(customer),
        )
    found = {
        customer: tuple(figures)
        for customer, *figures in db.execute(
            "select cliente_original_id, pedidos_historico, total_compras_historico, "
            "data_ultima_compra, categoria_valor, tipo_cliente, rfm_recencia, rfm_frequencia, "
            "rfm_valor from vw.vw_cliente_metricas"
        ).fetchall()
    }
    assert found == expected


def test_now_is_the_cutoff_of_the_last_load(db: duckdb.DuckDBPyConnection) -> None:
    assert (
        db.execute("select run_id, cutoff from vw.vw_referencia").fetchall()
        == db.execute(
            "select run_id, cutoff from audit.etl_run where status = 'success' "
            "order by run_id desc limit 1"
        ).fetchall()
    )


def test_hierarchy_climbs_to_the_top_and_out_of_a_cycle(loaded: Warehouse) -> None:
    with connected(loaded, read_only=False) as db:
        sellers = [
            int(seller)
            for (seller,) in db.execute(
                "select vendedor_original_id from dim.dim_vendedor "
                "where eh_atual and not eh_excluido and vendedor_id > 0 order by 1"
            ).fetchall()
        ]
        assert len(sellers) >= 12
        # A chain of all but three, and a cycle of the three with one of the chain below it.
        one, two, three, *chain = sellers
        managers = dict(zip(chain[1:], chain[:-1], strict=True))
        managers.update({one: two, two: three, three: one, chain[0]: one})
        for seller, manager in managers.items():
            db.execute(
                "update dim.dim_vendedor set gerente_original_id = ? "
                "where vendedor_original_id = ?",
                [manager, seller],
            )
        rows = db.execute(
            "select vendedor_original_id, nivel, caminho_chaves, em_ciclo "
            "from vw.vw_hierarquia_vendedores"
        ).fetchall()
        db.execute(
            "update dim.dim_vendedor set gerente_original_id = null where vendedor_original_id = ?",
            [one],
        )
        mended = db.execute(
            "select max(nivel), max(subordinados_total), bool_or(em_ciclo) "
            "from vw.vw_hierarquia_vendedores"
        ).fetchall()
    expected = []
    for seller in sellers:
        path = [seller]
        while managers[path[0]] not in path:
            path.insert(0, managers[path[0]])
        expected.append((seller, len(path), f"/{'/'.join(map(str, path))}/", True))
    assert sorted(rows) == expected
    assert mended == [(len(chain) + 1, len(sellers) - 1, False)]


def test_frozen_beside_restated(loaded: Warehouse) -> None:
    query = (
        "select meta_id, valor_realizado_reapresentado - valor_realizado, diferenca_realizado "
        "from vw.vw_metas_reapresentadas where foi_reapresentada"
    )
    with connected(loaded, read_only=False) as db:
        assert db.execute(query).fetchall() == []
        ((target,),) = db.execute(
            "select min(meta_id) from fact.fact_metas where eh_periodo_fechado"
        ).fetchall()
        db.execute(
            "update fact.fact_metas set valor_realizado = valor_realizado - 10.01 "
            "where meta_id = ?",
            [target],
        )
        assert db.execute(query).fetchall() == [(target, Decimal("10.01"), Decimal("10.01"))]


def alerts(db: duckdb.DuckDBPyConnection) -> set[Row]:
    return set(db.execute("select tipo, entidade, gravidade from ops.vw_alertas").fetchall())


def test_alerts_open_with_their_cause(loaded: Warehouse) -> None:
    with connected(loaded, read_only=False) as db:
        assert alerts(db) == set()
        db.execute(
            "update ctl.etl_control set ultimo_cutoff = ultimo_cutoff - interval 2 day "
            "where entidade = 'dim_cliente'"
        )
        db.execute(
            "update ctl.etl_control set falhas_consecutivas = 2 where entidade = 'dim_produto'"
        )
        db.execute("update audit.etl_run set status = 'failed', mensagem_erro = 'boom'")
        assert alerts(db) == {
            ("sla", "dim_cliente", "alta"),
            ("falhas_consecutivas", "dim_produto", "critica"),
            ("execucao", "pipeline", "critica"),
        }


def test_failed_runs_beside_failed_connections(loaded: Warehouse) -> None:
    with connected(loaded, read_only=False) as db:
        db.execute("update audit.etl_run set status = 'failed'")
        ((start, end),) = db.execute(
            "select min(iniciado_em), max(finalizado_em) from audit.etl_run"
        ).fetchall()
        assert isinstance(start, datetime)
        assert isinstance(end, datetime)
        query = (
            "select distinct categoria_conexao, falhas_conexao, primeira_falha_em "
            "from ops.vw_correlacao_falhas"
        )
        db.execute("delete from audit.connection_login_events")
        assert db.execute(query).fetchall() == [("nenhuma", 0, None)]
        insert = (
            "insert into audit.connection_login_events "
            "select cast(? as timestamp) + to_seconds(?), 's', 'b', 'u', 'app', 'o', ?, 10, null, "
            "?, null, null"
        )
        for moment, seconds, worked, category in [
            (start, -61, False, "timeout"),
            (start, -59, False, "timeout"),
            (start, -59, True, None),
            (end, -1, False, "timeout"),
            (end, 1, False, "timeout"),
        ]:
            db.execute(insert, [moment, seconds, worked, category])
        ((category, failures, first),) = db.execute(query).fetchall()
        assert (category, failures) == ("timeout", 2)
        assert isinstance(first, datetime)
        assert (start - first).total_seconds() == 59
        assert db.execute(
            "select sum(tentativas), sum(falhas) from ops.vw_saude_conexoes"
        ).fetchall() == [(5, 4)]
