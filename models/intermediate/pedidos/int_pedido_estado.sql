{%- do indice_de_trabalho('pedido_id') %}
{%- set candidato = 'linha.pedido_id in (select c.pedido_id from candidatos as c)' if not varredura() else '1 = 1' %}
with
{%- if not varredura() %}
-- A windowed run looks at the orders with a row stamped in the window or later, that wait, or that have
-- a rejected row or a discount of a rejected campaign.
candidatos as (
    {%- for tabela in ['stg_oltp__pedido', 'stg_oltp__item_pedido', 'stg_oltp__desconto_aplicado', 'int_devolucao'] %}
    select pedido_id from {{ ref(tabela) }}
    where data_atualizacao > {{ inicio_da_janela(['fact_vendas', 'fact_descontos']) }}
    union
    {%- endfor %}
    select pedido_id from {{ controle('ctl', 'pedidos_carregados') }}
    where numero is null
    union
    select pedido_id from {{ ref('stg_oltp__desconto_aplicado') }}
    where desconto_id in (select d.desconto_id from {{ ref('int_descontos_rejeitados') }} as d)
    {{ pedidos_em_quarentena() }}
),
{%- endif %}

-- A row's number also says what the rules see of its parents: whether they are there and, of a campaign, whether it is rejected.
linhas as (
    select
        linha.pedido_id,
        linha.data_pedido,
        linha.valor_frete,
        {{ numero_da_origem('pedido', [
            'linha.cliente_id in (select c.cliente_id from ' ~ ref('stg_oltp__cliente') ~ ' as c)',
            'linha.regiao_entrega_id in (select r.regiao_id from ' ~ ref('stg_oltp__regiao') ~ ' as r)',
            data_pedido_valida('linha.data_pedido')
        ]) }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('stg_oltp__pedido') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        cast(null as {{ tipo('datetime2(6)') }}) as data_pedido,
        cast(null as decimal(10, 2)) as valor_frete,
        {{ numero_da_origem('item_pedido', [
            'linha.produto_id in (select p.produto_id from ' ~ ref('stg_oltp__produto') ~ ' as p)'
        ]) }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('stg_oltp__item_pedido') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        cast(null as {{ tipo('datetime2(6)') }}) as data_pedido,
        cast(null as decimal(10, 2)) as valor_frete,
        {{ numero_da_origem('desconto_aplicado', [
            'linha.desconto_id in (select d.desconto_id from ' ~ ref('stg_oltp__desconto') ~ ' as d)',
            'linha.desconto_id in (select d.desconto_id from ' ~ ref('int_descontos_rejeitados') ~ ' as d)'
        ]) }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('stg_oltp__desconto_aplicado') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        cast(null as {{ tipo('datetime2(6)') }}) as data_pedido,
        cast(null as decimal(10, 2)) as valor_frete,
        {{ numero_da_origem('devolucao') }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('int_devolucao') }} as linha
    where {{ candidato }}
)

select
    pedido_id,
    max(data_pedido) as data_pedido,
    coalesce(max(valor_frete), 0) as valor_frete,
    cast(sum(numero) as decimal(38, 0)) as numero,
    max(carimbo) as carimbo,
    {{ bit('pedido_id <> -1 and max(carimbo) > ' ~ cutoff()) }} as em_voo
from linhas
group by pedido_id
