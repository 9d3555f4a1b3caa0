-- fact_metas: targets of the periods in periodo_aberto.
create or replace temp view meta_calculada as
with meta as (
    select
        m.*,
        (m.periodo_inicio + to_months(
            case m.tipo_periodo when 'Mensal' then 1 when 'Trimestral' then 3 else 12 end
        ))::date as periodo_fim
    from oltp.core.meta_vendedor as m
    semi join periodo_aberto as p
        on m.tipo_periodo = p.tipo_periodo and m.periodo_inicio = p.periodo_inicio
    where m.data_atualizacao <= getvariable('cutoff')
),
vendas_do_dia as (
    select
        vendedor_original_id, data_id,
        sum(valor_total_liquido - valor_devolvido) as valor,
        count(distinct pedido_original_id) as pedidos
    from fact.fact_vendas
    where
        status_pedido <> 'Cancelado' and vendedor_original_id is not null
        and data_id >= (select data_id(min(periodo_inicio)) from meta)
    group by vendedor_original_id, data_id
),
realizado as (
    select
        m.meta_id,
        coalesce(sum(v.valor), 0)::decimal(15, 2) as valor,
        coalesce(sum(v.pedidos), 0)::integer as pedidos
    from meta as m
    left join vendas_do_dia as v
        on
            m.vendedor_id = v.vendedor_original_id
            and v.data_id >= data_id(m.periodo_inicio) and v.data_id < data_id(m.periodo_fim)
    group by m.meta_id
),
com_percentual as (
    select m.*, r.valor, r.pedidos, percentual(r.valor, m.valor_meta) as percentual_atingido
    from meta as m
    inner join realizado as r on m.meta_id = r.meta_id
)
select
    chave(c.meta_id::varchar) as meta_id,
    c.meta_id as meta_original_id,
    coalesce(dia.data_id, -1) as data_id,
    coalesce(vendedor.vendedor_id, -1) as vendedor_id,
    coalesce(equipe.equipe_id, -1) as equipe_id,
    c.tipo_periodo,
    c.periodo_fim,
    c.valor_meta,
    c.quantidade_meta,
    c.valor as valor_realizado,
    c.pedidos as quantidade_realizada,
    c.percentual_atingido,
    (c.valor - c.valor_meta)::decimal(15, 2) as gap_meta,
    (
        sign(c.valor) * 0.01
        * ((abs((c.valor * 100)::hugeint) * 2 + c.pedidos) // nullif(2 * c.pedidos, 0))
    )::decimal(15, 2) as ticket_medio_realizado,
    (row_number() over lugar)::integer as ranking_periodo,
    'Q' || ntile(4) over lugar as quartil_performance,
    c.percentual_atingido >= 100 as meta_batida,
    c.percentual_atingido > 100 as meta_superada,
    c.periodo_fim + to_days(getvariable('dias_fechamento')) <= getvariable('cutoff')
        as eh_periodo_fechado,
    c.observacoes
from com_percentual as c
left join dim.dim_data as dia on data_id(c.periodo_inicio) = dia.data_id
left join dim.dim_vendedor as vendedor
    on
        c.vendedor_id = vendedor.vendedor_original_id
        and vendedor.valido_de <= c.periodo_inicio
        and coalesce(vendedor.valido_ate, timestamp '9999-12-31') > c.periodo_inicio
left join dim.dim_equipe as equipe
    on
        vendedor.equipe_original_id = equipe.equipe_original_id
        and equipe.valido_de <= c.periodo_inicio
        and coalesce(equipe.valido_ate, timestamp '9999-12-31') > c.periodo_inicio
window lugar as (
    partition by c.tipo_periodo, c.periodo_inicio
    order by c.percentual_atingido desc, c.valor desc, c.vendedor_id
);
