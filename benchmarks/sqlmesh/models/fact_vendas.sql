/* The orders that a stamp of the interval touches, computed as in the hand-written script.
lookback: intervals that are read again, an hour; run_project.py says why. */
MODEL (
  name warehouse.fact.fact_vendas,
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key venda_id,
    lookback 12
  ),
  depends_on [warehouse.dim.dim_cliente]
);

with tocado as (
    select pedido_id from oltp.core.pedido
    where data_atualizacao between @start_dt and @end_dt
    union
    select pedido_id from oltp.core.item_pedido
    where data_atualizacao between @start_dt and @end_dt
    union
    select pedido_id from oltp.core.desconto_aplicado
    where data_atualizacao between @start_dt and @end_dt
    union
    select i.pedido_id
    from oltp.core.devolucao as d
    inner join oltp.core.item_pedido as i on d.item_pedido_id = i.item_pedido_id
    where d.data_atualizacao between @start_dt and @end_dt
),
pedido as (
    select p.* from oltp.core.pedido as p
    inner join tocado on p.pedido_id = tocado.pedido_id
),
item as (
    select i.* from oltp.core.item_pedido as i
    inner join tocado on i.pedido_id = tocado.pedido_id
),
aplicado as (
    select a.* from oltp.core.desconto_aplicado as a
    inner join tocado on a.pedido_id = tocado.pedido_id
),
devolucao as (
    select d.* from oltp.core.devolucao as d
    inner join item on d.item_pedido_id = item.item_pedido_id
),
$body
