with pedido as (
    select * from {{ ref('stg_oltp__pedido') }}
),

item_origem as (
    select
        {{ periodo_do_pedido('pedido.data_pedido') }} as periodo,
        item.*,
        {{ bit(em_quarentena('item_pedido', 'item.item_pedido_id')) }} as rejeitado
    from {{ ref('stg_oltp__item_pedido') }} as item
    left join pedido on item.pedido_id = pedido.pedido_id
    where {{ fora_de_voo('item.pedido_id') }}
),

item_dw as (
    select
        case when dia.data_id = -1 then 'sem data' else dia.periodo_mes end as periodo,
        venda.*
    from {{ ref('fact_vendas') }} as venda
    inner join {{ ref('dim_data') }} as dia on venda.data_id = dia.data_id
    where {{ fora_de_voo('venda.pedido_original_id') }}
),

devolucao_origem as (
    select
        {{ periodo_do_pedido('pedido.data_pedido') }} as periodo,
        devolucao.*,
        {{ bit(em_quarentena('devolucao', 'devolucao.devolucao_id')) }} as rejeitado
    from {{ ref('stg_oltp__devolucao') }} as devolucao
    left join {{ ref('stg_oltp__item_pedido') }} as item on devolucao.item_pedido_id = item.item_pedido_id
    left join pedido on item.pedido_id = pedido.pedido_id
    where
        {{ fora_de_voo('coalesce(item.pedido_id, -1)') }}
        and (item.item_pedido_id is not null or devolucao.data_atualizacao <= {{ cutoff() }})
),

-- what the valid items know of their freight, or the whole of the order's where one of them does not know it
frete_origem as (
    select
        item_origem.periodo,
        case
            when count(item_origem.valor_frete) < count(*) and coalesce(sum(item_origem.valor_frete), 0) < max(pedido.valor_frete)
                then max(pedido.valor_frete)
            else coalesce(sum(item_origem.valor_frete), 0)
        end as valor_frete
    from item_origem
    inner join pedido on item_origem.pedido_id = pedido.pedido_id
    where item_origem.rejeitado = 0
    group by item_origem.periodo, item_origem.pedido_id
),

desconto_origem as (
    select
        {{ periodo_do_pedido('pedido.data_pedido') }} as periodo,
        aplicado.*,
        {{ bit(em_quarentena('desconto_aplicado', 'aplicado.desconto_aplicado_id')) }} as rejeitado
    from {{ ref('stg_oltp__desconto_aplicado') }} as aplicado
    left join pedido on aplicado.pedido_id = pedido.pedido_id
    where {{ fora_de_voo('aplicado.pedido_id') }}
),

desconto_dw as (
    select
        {{ periodo_do_pedido('pedido.data_pedido') }} as periodo,
        aplicado.*
    from {{ ref('fact_descontos') }} as aplicado
    left join pedido on aplicado.pedido_original_id = pedido.pedido_id
    where {{ fora_de_voo('aplicado.pedido_original_id') }}
),

desconto_rejeitado as (
    select * from desconto_origem
    where rejeitado = 1
),

item_rejeitado as (
    select * from item_origem
    where rejeitado = 1
),

devolucao_rejeitada as (
    select * from devolucao_origem
    where rejeitado = 1
)

{%- set aprovado = 'case when aprovado = 1 then valor_desconto else 0 end' %}
{%- set em_venda = "case when aprovado = 1 and nivel_aplicacao <> 'Frete' then valor_desconto else 0 end" %}
{%- set item = {'linhas': 'count(*)', 'valor_bruto': 'sum(quantidade * preco_unitario)', 'custo': 'sum(quantidade * custo_unitario)'} %}
{%- set desconto = {'linhas': 'count(*)', 'valor_solicitado': 'sum(valor_desconto)', 'valor_aplicado': 'sum(' ~ aprovado ~ ')'} %}
{%- set devolvido = {'quantidade_devolvida': 'sum(quantidade)', 'valor_devolvido': 'sum(valor_devolvido)'} %}

{{ medidas_de('item_origem', 'fact_vendas', 'origem', item) }}
union all
{{ medidas_de('item_rejeitado', 'fact_vendas', 'dw', item) }}
union all
{{ medidas_de('item_dw', 'fact_vendas', 'dw', {
    'linhas': 'count(*)', 'valor_bruto': 'sum(valor_total_bruto)', 'custo': 'sum(custo_total)',
    'quantidade_devolvida': 'sum(quantidade_devolvida)', 'valor_devolvido': 'sum(valor_devolvido)',
    'valor_descontos': 'sum(valor_total_descontos)', 'valor_frete': 'sum(valor_frete_rateado)'
}) }}
union all
{{ medidas_de('devolucao_origem', 'fact_vendas', 'origem', devolvido) }}
union all
{{ medidas_de('devolucao_rejeitada', 'fact_vendas', 'dw', devolvido) }}
union all
{{ medidas_de('frete_origem', 'fact_vendas', 'origem', {'valor_frete': 'sum(valor_frete)'}) }}
union all
{{ medidas_de('desconto_origem', 'fact_vendas', 'origem', {'valor_descontos': 'sum(' ~ em_venda ~ ')'}) }}
union all
{{ medidas_de('desconto_rejeitado', 'fact_vendas', 'dw', {'valor_descontos': 'sum(' ~ em_venda ~ ')'}) }}
union all
{{ medidas_de('desconto_origem', 'fact_descontos', 'origem', desconto) }}
union all
{{ medidas_de('desconto_rejeitado', 'fact_descontos', 'dw', desconto) }}
union all
{{ medidas_de('desconto_dw', 'fact_descontos', 'dw', {
    'linhas': 'count(*)', 'valor_solicitado': 'sum(valor_desconto_solicitado)', 'valor_aplicado': 'sum(valor_desconto_aplicado)'
}) }}
