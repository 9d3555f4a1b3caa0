-- fact_descontos, and the discounts in fact_vendas, against the source, by month of the order. Rejected rows count on the warehouse's side.
with desconto as (
    select
        linha.valor_desconto,
        case when linha.aprovado = 1 then linha.valor_desconto else 0 end as valor_aplicado,
        case when linha.aprovado = 1 and linha.nivel_aplicacao <> 'Frete' then linha.valor_desconto else 0 end as valor_descontos,
        {{ periodo_do_pedido('estado.data_pedido') }} as periodo,
        case when {{ em_quarentena('desconto_aplicado', 'linha.desconto_aplicado_id') }} then 1 else 0 end as rejeitado
    from {{ ref('stg_oltp__desconto_aplicado') }} as linha
    inner join {{ ref('int_pedido_estado') }} as estado on linha.pedido_id = estado.pedido_id
    where {{ pedido_comparado('estado.pedido_id') }}
),

descontos as (
    select
        periodo,
        rejeitado,
        count(*) as linhas,
        sum(valor_desconto) as valor_solicitado,
        sum(valor_aplicado) as valor_aplicado,
        sum(valor_descontos) as valor_descontos
    from desconto
    group by periodo, rejeitado
),

desconto_no_dw as (
    select
        {{ periodo_do_pedido('pedido.data_pedido') }} as periodo,
        aplicado.valor_desconto_solicitado,
        aplicado.valor_desconto_aplicado
    from {{ ref('fact_descontos') }} as aplicado
    left join {{ ref('int_pedido_estado') }} as pedido on aplicado.pedido_original_id = pedido.pedido_id
    where {{ pedido_comparado('aplicado.pedido_original_id') }}
),

no_dw as (
    select
        periodo,
        count(*) as linhas,
        sum(valor_desconto_solicitado) as valor_solicitado,
        sum(valor_desconto_aplicado) as valor_aplicado
    from desconto_no_dw
    group by periodo
),

nas_vendas as (
    select
        dia.periodo_mes as periodo,
        sum(venda.valor_total_descontos) as valor_descontos
    from {{ ref('fact_vendas') }} as venda
    inner join {{ ref('dim_data') }} as dia on venda.data_id = dia.data_id
    where {{ pedido_comparado('venda.pedido_original_id') }}
    group by dia.periodo_mes
)

{%- set medidas = ['linhas', 'valor_solicitado', 'valor_aplicado'] %}
{%- set rejeitados = '(select * from descontos where rejeitado = 1) as d' %}

{{ medidas_de('descontos', 'fact_descontos', 'origem', medidas) }}
union all
{{ medidas_de(rejeitados, 'fact_descontos', 'dw', medidas) }}
union all
{{ medidas_de('no_dw', 'fact_descontos', 'dw', medidas) }}
union all
{{ medidas_de('descontos', 'fact_vendas', 'origem', ['valor_descontos']) }}
union all
{{ medidas_de(rejeitados, 'fact_vendas', 'dw', ['valor_descontos']) }}
union all
{{ medidas_de('nas_vendas', 'fact_vendas', 'dw', ['valor_descontos']) }}
