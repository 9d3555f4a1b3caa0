{{ config(post_hook="{{ lembrar_pedidos() }}") }}
{%- do indice_de_trabalho('pedido_id') %}
{%- set todos = todos_os_pedidos() %}
{%- set meses = [] if todos else var('reprocessar_meses') %}
{%- set difere = 'estado.numero <> coalesce(carregado.numero, -1)' %}
{%- set carregados = controle('ctl', 'pedidos_carregados') %}

-- depends_on: {{ ref('dim_cliente') }} {{ ref('dim_produto') }} {{ ref('dim_regiao') }}
-- depends_on: {{ ref('dim_vendedor') }} {{ ref('dim_equipe') }} {{ ref('dim_desconto') }}

-- Numbers: 0 of an order that is not there, none of one that was not loaded since it was last chosen.
with
{%- if todos %}
com_estado as (
    select pedido_id, numero, em_voo, {{ bit('1 = 0') }} as sem_carimbo
    from {{ ref('int_pedido_estado') }}
),
{%- else %}
{%- if meses %}
dos_meses as (
    {{ pedidos_dos_meses(meses) }}
),
{%- endif %}

escolhidos as (
    select estado.pedido_id
    from {{ ref('int_pedido_estado') }} as estado
    left join {{ carregados }} as carregado on estado.pedido_id = carregado.pedido_id
    where {{ difere }}
    {{ pedidos_repontados() }}
    {%- if meses %}
    union
    select pedido_id from dos_meses
    {%- endif %}
),

-- An order whose facts alone chose it: a sweep found it as it was loaded; a windowed run does not know its number, and the next run
-- compares it. Where months are healed, what differs outside of them waits: the next run loads it.
com_estado as (
    select
        escolhidos.pedido_id,
        {{ 'coalesce(estado.numero, carregado.numero)' if varredura() else 'estado.numero' }} as numero,
        {%- if meses %}
        {{ bit('coalesce(estado.em_voo, ' ~ bit('1 = 0') ~ ') = 1 or (' ~ difere
            ~ ' and escolhidos.pedido_id not in (select d.pedido_id from dos_meses as d where d.pedido_id is not null))') }} as em_voo,
        {%- else %}
        coalesce(estado.em_voo, {{ bit('1 = 0') }}) as em_voo,
        {%- endif %}
        {{ bit(
            difere
            ~ ' and (carregado.pedido_id is null or carregado.numero is not null)'
            ~ ' and exists (select 1 from ' ~ carregados ~ ' as alguma)'
            ~ ' and (estado.carimbo is null or estado.carimbo <= ' ~ inicio_da_janela(['fact_vendas', 'fact_descontos']) ~ ')'
        ) }} as sem_carimbo
    from escolhidos
    left join {{ ref('int_pedido_estado') }} as estado on escolhidos.pedido_id = estado.pedido_id
    left join {{ carregados }} as carregado on escolhidos.pedido_id = carregado.pedido_id
),
{%- endif %}

pedido as (
    select
        linha.*,
        {{ copias_na_carga('linha.pedido_id') }}
    from {{ ref('stg_oltp__pedido') }} as linha
    {%- if not varredura() %}
    where linha.pedido_id in (select c.pedido_id from com_estado as c)
    {%- endif %}
)

select
    -- keys
    com_estado.pedido_id,
    pedido.numero_pedido,
    pedido.cliente_id,
    pedido.regiao_entrega_id,
    -- attributes
    coalesce(pedido.canal, 'Desconhecido') as canal,
    coalesce(pedido.status, 'Desconhecido') as status,
    pedido.data_pedido,
    -- measures
    coalesce(pedido.valor_frete, 0) as valor_frete,
    -- quality
    com_estado.numero,
    com_estado.em_voo,
    com_estado.sem_carimbo,
    {{ bit('pedido.pedido_id is not null') }} as existe,
    case
        when pedido.pedido_id is null then null
        when not {{ existe_na_origem('cliente', 'pedido.cliente_id') }} then 'pedido_cliente'
        when not {{ existe_na_origem('regiao', 'pedido.regiao_entrega_id') }} then 'pedido_regiao'
        when
            pedido.data_pedido is null or not {{ data_pedido_valida('pedido.data_pedido') }}
            then 'pedido_data'
        when pedido.valor_frete < 0 then 'pedido_frete'
    end as regra
from com_estado
left join pedido on com_estado.pedido_id = pedido.pedido_id and pedido.copias = 1
