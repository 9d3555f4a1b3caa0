"""The aggregates that the dashboards read follow the facts, after a run that missed them too."""

from __future__ import annotations

import duckdb
from conftest import RunCli, Warehouse

# What agg_pedidos should hold, out of the fact itself.
EXPECTED = """
    select
        f.pedido_original_id, min(f.data_id), min(f.regiao_id), min(c.cliente_original_id),
        min(f.canal), bool_or(f.status_pedido = 'Cancelado'), count(*), sum(f.quantidade_vendida),
        sum(f.quantidade_devolvida), sum(f.valor_total_bruto), sum(f.valor_total_descontos),
        sum(case when f.status_pedido <> 'Cancelado'
            then f.valor_total_liquido - f.valor_devolvido else 0 end),
        sum(f.valor_frete_rateado)
    from fact.fact_vendas as f
    left join dim.dim_cliente as c using (cliente_id)
    group by f.pedido_original_id
"""
# An order loses an item, another all of them, a third sells one piece more.
CHANGE = """
    create table escolhidos as
    select pedido_id, row_number() over (order by pedido_id desc) as n
    from core.item_pedido group by pedido_id having count(*) > 1
    qualify n <= 3;
    create table saem as
    select min(item_pedido_id) as item_pedido_id from core.item_pedido
    where pedido_id = (select pedido_id from escolhidos where n = 1)
    union
    select item_pedido_id from core.item_pedido
    where pedido_id = (select pedido_id from escolhidos where n = 2);
    delete from core.devolucao where item_pedido_id in (from saem);
    delete from core.desconto_aplicado where item_pedido_id in (from saem);
    delete from core.item_pedido where item_pedido_id in (from saem);
    drop table saem;
    update core.item_pedido set quantidade = quantidade + 1
    where pedido_id = (select pedido_id from escolhidos where n = 3);
    update core.pedido
    set data_atualizacao = now() at time zone 'UTC'
    where pedido_id in (select pedido_id from escolhidos)
"""
STORED = """
    select * exclude (margem_bruta) from fact.agg_pedidos
"""


def differences(data: Warehouse) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data.warehouse), read_only=True) as db:
        return db.execute(
            f"(({EXPECTED}) except all ({STORED})) union all (({STORED}) except all ({EXPECTED}))"
        ).fetchall()


def test_aggregates_follow_the_facts_after_a_run_that_missed_them(
    loaded: Warehouse, run_cli: RunCli
) -> None:
    assert differences(loaded) == []
    with duckdb.connect(str(loaded.source)) as db:
        db.execute(CHANGE)
        one, all_, changed = (
            row[0] for row in db.execute("select pedido_id from escolhidos order by n").fetchall()
        )
        db.execute("drop table escolhidos")
    run_cli(
        *("--select", "+fact_vendas", "+quarentena", "--exclude", "resource_type:test"),
        data_dir=loaded.data_dir,
        check=True,
    )
    missed = {row[0] for row in differences(loaded)}
    assert missed == {one, all_, changed}
    run_cli("--exclude", "resource_type:test", data_dir=loaded.data_dir, check=True)
    assert differences(loaded) == []
    with duckdb.connect(str(loaded.warehouse), read_only=True) as db:
        left = db.execute(
            "select pedido_original_id, itens from fact.agg_pedidos"
            " where pedido_original_id in (?, ?) order by 1",
            [one, all_],
        ).fetchall()
        assert [row[0] for row in left] == [one]
        marks = "select count(*) from ctl.pedidos_carregados where run_id < 2"
        rest = db.execute(marks).fetchone()
        assert rest is not None
        assert rest[0] > 0, "an order that did not change is not loaded again"
