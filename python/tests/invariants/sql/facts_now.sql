-- What the facts of every order are now, with natural keys and version numbers for surrogate
-- keys (-1, 0 = unknown; -2, 0 = direct sale).

create or replace temp table intervalo as
select 'cliente' as dimensao, cliente_original_id as chave, versao, valido_de, valido_ate
from dim_cliente
union all
select 'produto', produto_original_id, versao, valido_de, valido_ate from dim_produto
union all
select 'equipe', equipe_original_id, versao, valido_de, valido_ate from dim_equipe
union all
select 'vendedor', vendedor_original_id, versao, valido_de, valido_ate from dim_vendedor
union all
select 'desconto', desconto_original_id, versao, valido_de, valido_ate from dim_desconto;

-- Splitting to the cent: what, over which items, by which base.
create or replace temp table base_item as
select
    i.item_pedido_id,
    i.pedido_id,
    i.bruto,
    i.valor_frete,
    cast(i.bruto * 100 as hugeint) as bruto_centavos,
    coalesce(d.valor, 0) as desconto_proprio,
    cast((i.bruto - coalesce(d.valor, 0)) * 100 as hugeint) as resto_centavos
from q_item i
left join (
    select item_pedido_id, sum(valor_desconto) as valor
    from q_desconto_produto where not excede group by item_pedido_id
) d on d.item_pedido_id = i.item_pedido_id
where i.regra is null;

create or replace temp table a_dividir as
select
    'desconto' as o_que, b.pedido_id, b.item_pedido_id, b.resto_centavos as base,
    cast(coalesce(d.valor, 0) * 100 as hugeint) as total
from base_item b
left join (
    select pedido_id, sum(valor_desconto) as valor
    from q_desconto
    where regra is null and aprovado_sim and nivel_aplicacao = 'Pedido'
    group by pedido_id
) d on d.pedido_id = b.pedido_id
union all
select
    'frete', b.pedido_id, b.item_pedido_id, b.bruto_centavos,
    cast(greatest(coalesce(p.valor_frete, 0) - coalesce(k.conhecido, 0), 0) * 100 as hugeint)
from base_item b
join src.core.pedido p on p.pedido_id = b.pedido_id
left join (
    select pedido_id, sum(valor_frete) as conhecido from base_item group by pedido_id
) k on k.pedido_id = b.pedido_id
where b.valor_frete is null;

create or replace temp table parte as
with pesado as (
    select
        *,
        -- Equal parts where every base is zero.
        case when sum(base) over por_pedido = 0 then 1 else base end as peso
    from a_dividir
    window por_pedido as (partition by o_que, pedido_id)
),

piso as (
    select
        *,
        cast(total * peso as hugeint)
        // cast(sum(peso) over (partition by o_que, pedido_id) as hugeint) as centavos
    from pesado
)

select
    o_que,
    item_pedido_id,
    cast(
        centavos + case
            when row_number() over (
                partition by o_que, pedido_id order by base desc, item_pedido_id
            ) <= total - sum(centavos) over (partition by o_que, pedido_id) then 1
            else 0
        end as decimal(18, 2)
    ) * 0.01 as valor
from piso;

create or replace temp table vendas_agora as
with juntas as (
    select
        i.item_pedido_id, i.pedido_id, i.vendedor_id, i.quantidade, i.preco_unitario, i.bruto,
        i.custo, p.numero_pedido, p.data_pedido, p.canal, p.status, p.cliente_id,
        p.regiao_entrega_id, i.produto_id,
        b.desconto_proprio + d.valor as descontos,
        coalesce(i.valor_frete, f.valor) as frete,
        coalesce(r.quantidade, 0) as quantidade_devolvida,
        coalesce(r.valor, 0) as valor_devolvido
    from q_item i
    join q_pedido p on p.pedido_id = i.pedido_id
    join base_item b on b.item_pedido_id = i.item_pedido_id
    join parte d on d.item_pedido_id = i.item_pedido_id and d.o_que = 'desconto'
    left join parte f on f.item_pedido_id = i.item_pedido_id and f.o_que = 'frete'
    left join (
        select item_pedido_id, sum(quantidade) as quantidade, sum(valor_devolvido) as valor
        from q_devolucao where regra is null group by item_pedido_id
    ) r on r.item_pedido_id = i.item_pedido_id
    where i.regra is null
)

select
    j.item_pedido_id, j.pedido_id, j.numero_pedido,
    cast(strftime(j.data_pedido, '%Y%m%d') as integer) as data_id,
    coalesce(c.chave, -1) as cliente, coalesce(c.versao, 0) as cliente_versao,
    coalesce(pr.chave, -1) as produto, coalesce(pr.versao, 0) as produto_versao,
    coalesce(rg.regiao_original_id, -1) as regiao,
    case when j.vendedor_id is null then -2 else coalesce(v.chave, -1) end as vendedor,
    coalesce(v.versao, 0) as vendedor_versao,
    coalesce(e.chave, -1) as equipe, coalesce(e.versao, 0) as equipe_versao,
    j.canal, j.status, j.quantidade, j.preco_unitario, j.bruto, j.descontos,
    j.bruto - j.descontos as liquido, j.frete, j.custo, j.quantidade_devolvida,
    j.valor_devolvido,
    dv.percentual_comissao_padrao as percentual,
    case
        when j.vendedor_id is null then null
        when j.status = 'Cancelado' then 0
        -- Half up to the cent, in whole numbers: cents x hundredths of a percent / 10 000.
        else cast(
            (cast((j.bruto - j.descontos) * 100 as hugeint)
                * cast(dv.percentual_comissao_padrao * 100 as hugeint) + 5000) // 10000
            as decimal(18, 2)
        ) * 0.01
    end as comissao,
    j.descontos > 0 as teve_desconto,
    j.vendedor_id as vendedor_origem,
    cast(j.data_pedido as date) as data_venda
from juntas j
left join intervalo c on c.dimensao = 'cliente' and c.chave = j.cliente_id
    and c.valido_de <= j.data_pedido
    and (c.valido_ate is null or j.data_pedido < c.valido_ate)
left join intervalo pr on pr.dimensao = 'produto' and pr.chave = j.produto_id
    and pr.valido_de <= j.data_pedido
    and (pr.valido_ate is null or j.data_pedido < pr.valido_ate)
left join intervalo v on v.dimensao = 'vendedor' and v.chave = j.vendedor_id
    and v.valido_de <= j.data_pedido
    and (v.valido_ate is null or j.data_pedido < v.valido_ate)
left join dim_vendedor dv on dv.vendedor_original_id = v.chave and dv.versao = v.versao
left join intervalo e on e.dimensao = 'equipe' and e.chave = dv.equipe_original_id
    and e.valido_de <= j.data_pedido
    and (e.valido_ate is null or j.data_pedido < e.valido_ate)
left join dim_regiao rg on rg.regiao_original_id = j.regiao_entrega_id;

create or replace temp table descontos_agora as
with medidos as (
    select
        d.*,
        p.cliente_id, p.numero_pedido, i.produto_id,
        case when d.nivel_aplicacao = 'Produto' then d.item_pedido_id end as item_do_produto,
        case when d.aprovado_sim then d.valor_desconto else 0 end as aplicado,
        case d.nivel_aplicacao
            when 'Produto' then i.bruto when 'Pedido' then b.bruto else b.frete
        end as base,
        case d.nivel_aplicacao
            when 'Produto' then i.bruto - i.custo when 'Pedido' then b.bruto - b.custo
            else 0
        end as margem
    from q_desconto d
    join q_pedido p on p.pedido_id = d.pedido_id
    join base_pedido b on b.pedido_id = d.pedido_id
    left join q_item i on i.item_pedido_id = d.item_pedido_id and d.nivel_aplicacao = 'Produto'
    where d.regra is null
)

select
    m.desconto_aplicado_id,
    coalesce(d.chave, -1) as desconto, coalesce(d.versao, 0) as desconto_versao,
    m.item_do_produto, m.pedido_id,
    case
        when cast(m.data_aplicacao as date)
            between (select data_inicio from param) and (select data_fim from param)
            then cast(strftime(m.data_aplicacao, '%Y%m%d') as integer)
        else -1
    end as data_aplicacao_id,
    coalesce(c.chave, -1) as cliente, coalesce(c.versao, 0) as cliente_versao,
    coalesce(pr.chave, -1) as produto, coalesce(pr.versao, 0) as produto_versao,
    m.nivel_aplicacao, m.valor_desconto, m.aplicado, m.base, m.base - m.aplicado as com_desconto,
    m.margem, m.margem - m.aplicado as margem_apos, -m.aplicado as impacto, m.numero_pedido,
    m.aprovado_sim
from medidos m
left join intervalo d on d.dimensao = 'desconto' and d.chave = m.desconto_id
    and d.valido_de <= m.data_aplicacao
    and (d.valido_ate is null or m.data_aplicacao < d.valido_ate)
left join intervalo c on c.dimensao = 'cliente' and c.chave = m.cliente_id
    and c.valido_de <= m.data_aplicacao
    and (c.valido_ate is null or m.data_aplicacao < c.valido_ate)
left join intervalo pr on pr.dimensao = 'produto' and pr.chave = m.produto_id
    and pr.valido_de <= m.data_aplicacao
    and (pr.valido_ate is null or m.data_aplicacao < pr.valido_ate);
