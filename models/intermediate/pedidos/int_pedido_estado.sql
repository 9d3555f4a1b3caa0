{%- do indice_de_trabalho('pedido_id') %}
{%- set por_faixa = varredura() and varre_por_faixa() and not todos_os_pedidos() and not var('reprocessar_meses') %}
{%- set largura = largura_da_faixa() if por_faixa %}
{%- set carregados = controle('ctl', 'pedidos_carregados') %}
{%- set por_janela = not varredura() and not todos_os_pedidos() %}
{%- set candidato = 'linha.pedido_id in (select c.pedido_id from candidatos as c)' if por_janela
    else faixa('linha.pedido_id', largura) ~ ' in (select f.faixa from faixas as f)' if por_faixa
    else '1 = 1' %}
with
{%- if por_faixa %}
-- A sweep adds up ranges of orders first, and looks at those that are not what was loaded, or have a
-- row stamped after the cutoff.
na_origem as (
    select
        {{ faixa('linha.pedido_id', largura) }} as faixa,
        cast(sum(linha.numero) as decimal(38, 0)) as numero,
        max(linha.carimbo) as carimbo
    from (
        {{ linhas_dos_pedidos('1 = 1') }}
    ) as linha
    group by {{ faixa('linha.pedido_id', largura) }}
),

carregada as (
    select
        {{ faixa('linha.pedido_id', largura) }} as faixa,
        cast(sum(linha.numero) as decimal(38, 0)) as numero,
        count(*) - count(linha.numero) as a_carregar
    from {{ carregados }} as linha
    group by {{ faixa('linha.pedido_id', largura) }}
),

faixas as (
    select coalesce(na_origem.faixa, carregada.faixa) as faixa
    from na_origem
    full join carregada on na_origem.faixa = carregada.faixa
    where
        coalesce(na_origem.numero, 0) <> coalesce(carregada.numero, 0)
        or carregada.a_carregar > 0
        or na_origem.carimbo > {{ cutoff() }}
),
{%- elif por_janela %}
-- A windowed run looks at the orders with a row stamped in the window or later, that wait, or that have
-- a rejected row or a discount of a rejected campaign.
candidatos as (
    {%- set inicio = inicio_da_janela(['fact_vendas', 'fact_descontos']) %}
    {%- for tabela in ['stg_oltp__pedido', 'stg_oltp__item_pedido', 'stg_oltp__desconto_aplicado'] %}
    select pedido_id from {{ ref(tabela) }}
    where data_atualizacao > {{ inicio }}
    union
    {%- endfor %}
    select espera.pedido_id from {{ carregados }} as espera
    where espera.numero is null
    union
    select pedido_id from {{ ref('stg_oltp__desconto_aplicado') }}
    where desconto_id in (select d.desconto_id from {{ ref('int_descontos_rejeitados') }} as d)
    union
    select pedido_id from {{ ref('base_oltp__chaves_rejeitadas') }}
    where pedido_id is not null
    union
    select pedido_id from {{ ref('int_devolucao') }}
    where
        data_atualizacao > {{ inicio }}
        or item_pedido_id in (select k.chave from {{ ref('base_oltp__chaves_rejeitadas') }} as k where k.entidade = 'item_pedido' and k.chave is not null)
    {{ pedidos_em_quarentena() }}
),
{%- endif %}

linhas as (
    {{ linhas_dos_pedidos(candidato) }}
    union all
    select linha.pedido_id, 0 as numero, cast(null as {{ tipo('datetime2(6)') }}) as carimbo
    from {{ carregados }} as linha
    where {{ 'linha.numero is null' if por_janela else candidato }}
)

select
    pedido_id,
    cast(sum(numero) as decimal(38, 0)) as numero,
    max(carimbo) as carimbo,
    {{ bit('pedido_id <> -1 and max(carimbo) > ' ~ cutoff()) }} as em_voo
from linhas
group by pedido_id
