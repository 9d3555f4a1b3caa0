{%- do indice_de_trabalho('pedido_id') %}
{%- set candidato = '1 = 1' if varredura()
    else 'linha.pedido_id in (select c.pedido_id from candidatos as c)' %}
with
{%- if not varredura() %}
-- A windowed run looks at the orders with a row stamped in the window or later, that wait, or that have
-- a rejected row or a discount of a rejected campaign.
candidatos as (
    {%- set inicio = inicio_da_janela(['fact_vendas', 'fact_descontos']) %}
    {%- for tabela in ['stg_oltp__pedido', 'stg_oltp__item_pedido', 'stg_oltp__desconto_aplicado', 'int_devolucao'] %}
    select pedido_id from {{ ref(tabela) }}
    where data_atualizacao > {{ inicio }}
    union
    {%- endfor %}
    select pedido_id from {{ controle('ctl', 'pedidos_carregados') }}
    where numero is null
    union
    select pedido_id from {{ ref('stg_oltp__desconto_aplicado') }}
    where desconto_id in (select d.desconto_id from {{ ref('int_descontos_rejeitados') }} as d)
    union
    select pedido_id from {{ ref('int_chaves_rejeitadas') }}
    where pedido_id is not null
    union
    select pedido_id from {{ ref('int_devolucao') }}
    where item_pedido_id in (select k.chave from {{ ref('int_chaves_rejeitadas') }} as k where k.entidade = 'item_pedido' and k.chave is not null)
    {{ pedidos_em_quarentena() }}
),
{%- endif %}

-- A row's number also says what the rules see of its parents: whether they are there and, of a campaign, whether it is rejected.
linhas as (
    select
        linha.pedido_id,
        {{ numero_da_origem('pedido', [
            existe_na_origem('cliente', 'linha.cliente_id'),
            existe_na_origem('regiao', 'linha.regiao_entrega_id'),
            data_pedido_valida('linha.data_pedido')
        ]) }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('stg_oltp__pedido') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        {{ numero_da_origem('item_pedido', [existe_na_origem('produto', 'linha.produto_id')]) }}
            as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('stg_oltp__item_pedido') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        {{ numero_da_origem('desconto_aplicado', [
            existe_na_origem('desconto', 'linha.desconto_id'),
            'linha.desconto_id in (select d.desconto_id from ' ~ ref('int_descontos_rejeitados') ~ ' as d)'
        ]) }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('stg_oltp__desconto_aplicado') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        {{ numero_da_origem('devolucao') }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('int_devolucao') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        {{ numero([
            ['linha.entidade', 'nvarchar(50)'], ['linha.chave', 'bigint'], ['linha.copia', 'int']
        ]) }} as numero,
        linha.carimbo
    from {{ ref('int_chaves_rejeitadas') }} as linha
    where linha.pedido_id is not null
)

select
    pedido_id,
    cast(sum(numero) as decimal(38, 0)) as numero,
    max(carimbo) as carimbo,
    {{ bit('pedido_id <> -1 and max(carimbo) > ' ~ cutoff()) }} as em_voo
from linhas
group by pedido_id
