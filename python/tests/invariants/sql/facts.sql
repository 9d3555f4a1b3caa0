-- The three facts and the open quarantine. Orders in `parado` keep the state they had.

create or replace temp table nova_quarentena as
select * from faltosa
where case
    when pedido is null
        then (entidade, coalesce(chave, -9)) not in (select (entidade, coalesce(chave, -9)) from espera)
    else pedido not in (from parado)
end
union all
select * from quarentena
where case
    when pedido is null
        then (entidade, coalesce(chave, -9)) in (select (entidade, coalesce(chave, -9)) from espera)
    -- But for what was judged with another order, unless a row of that key is left here.
    else pedido in (from parado) and (
        (entidade, coalesce(chave, 0)) not in (
            select (entidade, coalesce(chave, 0)) from linha where pedido_id not in (from parado)
        )
        or regra in ('chave_nula', 'chave_duplicada')
        and (entidade, coalesce(chave, 0), pedido) in (
            select (entidade, coalesce(chave, 0), pedido_id) from linha
        )
    )
end;

create or replace temp table novas_vendas as
select * from vendas_agora
where pedido_id not in (from parado)
union all
-- But for what has come into another order.
select * from fact_vendas
where pedido_original_id in (from parado) and item_original_id not in (
    select item_pedido_id from vendas_agora where pedido_id not in (from parado)
);

create or replace temp table novos_descontos as
select * from descontos_agora
where pedido_id not in (from parado)
union all
select * from fact_descontos
where pedido_original_id in (from parado) and desconto_aplicado_original_id not in (
    select desconto_aplicado_id from descontos_agora where pedido_id not in (from parado)
);

delete from fact_vendas;

insert into fact_vendas from novas_vendas;

delete from fact_descontos;

insert into fact_descontos from novos_descontos;

create table if not exists fact_metas (
    meta_original_id bigint, data_id integer, periodo_fim date, vendedor bigint,
    vendedor_versao integer, equipe bigint, equipe_versao integer, tipo_periodo varchar,
    valor_meta decimal(18, 2), quantidade_meta integer, valor_realizado decimal(18, 2),
    quantidade_realizada integer, percentual_atingido decimal(18, 2), gap_meta decimal(18, 2),
    ticket_medio_realizado decimal(18, 2), ranking_periodo integer, quartil_performance varchar,
    meta_batida boolean, meta_superada boolean, eh_periodo_fechado boolean, observacoes varchar
);

-- All targets as they stand now, closed periods too.
create or replace table metas_reapresentadas as
with alvo as (
    select
        *,
        cast(periodo_inicio + case tipo_periodo
            when 'Mensal' then interval 1 month when 'Trimestral' then interval 3 month
            else interval 12 month
        end as date) as fim
    from q_meta
    where regra is null and data_atualizacao <= (select cutoff from param)
),

medido as (
    select
        a.meta_id,
        coalesce(sum(v.valor_total_liquido - v.valor_devolvido), 0) as realizado,
        count(distinct v.pedido_original_id) as pedidos
    from alvo a
    left join fact_vendas v on v.vendedor_origem = a.vendedor_id
        and v.data_venda >= a.periodo_inicio and v.data_venda < a.fim
        and v.status_pedido <> 'Cancelado'
    group by a.meta_id
),

calculado as (
    select
        a.*,
        m.realizado,
        m.pedidos,
        cast(
            sign(m.realizado) * (
                (2 * abs(cast(m.realizado * 100 as hugeint)) * 10000
                    + cast(a.valor_meta * 100 as hugeint))
                // (2 * cast(a.valor_meta * 100 as hugeint))
            ) as decimal(18, 2)
        ) * 0.01 as percentual,
        case when m.pedidos > 0 then cast(
            sign(m.realizado) * (
                (2 * abs(cast(m.realizado * 100 as hugeint)) + m.pedidos) // (2 * m.pedidos)
            ) as decimal(18, 2)
        ) * 0.01 end as ticket
    from alvo a join medido m on m.meta_id = a.meta_id
)

select
    a.meta_id as meta_original_id,
    case
        when a.periodo_inicio
            between (select data_inicio from param) and (select data_fim from param)
            then cast(strftime(a.periodo_inicio, '%Y%m%d') as integer)
        else -1
    end as data_id,
    a.fim as periodo_fim,
    coalesce(v.chave, -1) as vendedor, coalesce(v.versao, 0) as vendedor_versao,
    coalesce(e.chave, -1) as equipe, coalesce(e.versao, 0) as equipe_versao,
    a.tipo_periodo, a.valor_meta, a.quantidade_meta, a.realizado as valor_realizado,
    a.pedidos as quantidade_realizada, a.percentual as percentual_atingido,
    a.realizado - a.valor_meta as gap_meta, a.ticket as ticket_medio_realizado,
    row_number() over ordem as ranking_periodo,
    'Q' || ntile(4) over ordem as quartil_performance,
    a.percentual >= 100 as meta_batida, a.percentual > 100 as meta_superada,
    (select cutoff from param) >= a.fim + to_days((select dias_fechamento from param))
        as eh_periodo_fechado,
    a.observacoes
from calculado a
left join intervalo v on v.dimensao = 'vendedor' and v.chave = a.vendedor_id
    and v.valido_de <= a.periodo_inicio
    and (v.valido_ate is null or a.periodo_inicio < v.valido_ate)
left join dim_vendedor dv on dv.vendedor_original_id = v.chave and dv.versao = v.versao
left join intervalo e on e.dimensao = 'equipe' and e.chave = dv.equipe_original_id
    and e.valido_de <= a.periodo_inicio
    and (e.valido_ate is null or a.periodo_inicio < e.valido_ate)
window ordem as (
    partition by a.tipo_periodo, a.periodo_inicio
    order by a.percentual desc, a.realizado desc, a.vendedor_id
);

-- Closed rows stay as they were, unless their month was reopened.
create or replace temp table congelada as
select * from fact_metas
where eh_periodo_fechado and data_id // 100 not in (select mes from reaberta);

create or replace temp table novas_metas as
select * from congelada
union all
select * from metas_reapresentadas
where meta_original_id not in (select meta_original_id from congelada)
union all
-- A target that waits keeps the row it had.
select * from fact_metas
where meta_original_id not in (select meta_original_id from congelada)
    and meta_original_id in (select chave from espera where entidade = 'meta_vendedor');

delete from fact_metas;

insert into fact_metas from novas_metas;

delete from quarentena;

insert into quarentena from nova_quarentena;
