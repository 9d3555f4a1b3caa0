{{ config(post_hook="{{ lembrar_pedidos() }}") }}
{%- do indice_de_trabalho('pedido_id') %}
{%- set todos = todos_os_pedidos() %}
{%- set meses = [] if todos else var('reprocessar_meses') %}
{%- set difere = 'coalesce(estado.numero, 0) <> coalesce(carregado.numero, -1)' %}
{%- set lado_a_lado %}
{{ ref('int_pedido_estado') }} as estado
    {{ 'full' if varredura() else 'left' }} join {{ controle('ctl', 'pedidos_carregados') }} as carregado
        on estado.pedido_id = carregado.pedido_id
{%- endset %}

-- depends_on: {{ ref('dim_cliente') }} {{ ref('dim_produto') }} {{ ref('dim_regiao') }}
-- depends_on: {{ ref('dim_vendedor') }} {{ ref('dim_equipe') }} {{ ref('dim_desconto') }}

-- Numbers: 0 of an order that is not there, none of one that was not loaded since it was last chosen.
with
{%- if meses %}
dos_meses as (
    {{ pedidos_dos_meses(meses) }}
),
{%- endif %}

escolhidos as (
    select coalesce(estado.pedido_id, carregado.pedido_id) as pedido_id
    from {{ lado_a_lado }}
    where {{ '1 = 1' if todos else difere }}
    {%- if not todos %}
    {{ pedidos_repontados() }}
    {%- endif %}
    {%- if meses %}
    union
    select pedido_id from dos_meses
    {%- endif %}
),

-- An order that a windowed run knows by its facts alone has no number: it is loaded, and compared by the next run.
-- Where months are healed, what differs outside of them waits: the next run loads it.
com_estado as (
    select
        escolhidos.pedido_id,
        {{ 'coalesce(estado.numero, 0)' if varredura() else 'estado.numero' }} as numero,
        {%- if meses %}
        {{ bit('coalesce(estado.em_voo, ' ~ bit('1 = 0') ~ ') = 1 or (' ~ difere
            ~ ' and escolhidos.pedido_id not in (select d.pedido_id from dos_meses as d where d.pedido_id is not null))') }} as em_voo,
        {%- else %}
        coalesce(estado.em_voo, {{ bit('1 = 0') }}) as em_voo,
        {%- endif %}
        {{ bit(
            ('1 = 0' if todos else '1 = 1')
            ~ ' and ' ~ difere
            ~ ' and (carregado.pedido_id is null or carregado.numero is not null)'
            ~ ' and exists (select 1 from ' ~ controle('ctl', 'pedidos_carregados') ~ ' as alguma)'
            ~ ' and (estado.carimbo is null or estado.carimbo <= ' ~ inicio_da_janela(['fact_vendas', 'fact_descontos']) ~ ')'
        ) }} as sem_carimbo
    from escolhidos
    left join {{ ref('int_pedido_estado') }} as estado on escolhidos.pedido_id = estado.pedido_id
    left join {{ controle('ctl', 'pedidos_carregados') }} as carregado
        on escolhidos.pedido_id = carregado.pedido_id
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
left join (
    select
        linha.*,
        {{ copias_na_carga('linha.pedido_id') }}
    from {{ ref('stg_oltp__pedido') }} as linha
    {%- if not varredura() %}
    where linha.pedido_id in (select c.pedido_id from com_estado as c)
    {%- endif %}
) as pedido on com_estado.pedido_id = pedido.pedido_id and pedido.copias = 1
