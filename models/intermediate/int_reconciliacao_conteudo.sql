-- What each fact row says against its source rows: money that adds up hides a status, a seller, two
-- amounts that changed places. It reads every row's text, so only `run.py reconcile` asks for it.
with item_origem as (
    {{ conteudo_de_vendas_origem() }}
),

item_dw as (
    {{ conteudo_de_vendas_dw() }}
),

desconto_origem as (
    {{ conteudo_de_descontos_origem() }}
),

desconto_dw as (
    {{ conteudo_de_descontos_dw() }}
)

{%- set soma = {'conteudo': 'sum(numero)'} %}

select * from (
    {{ medidas_de('item_origem', 'fact_vendas', 'origem', soma) }} union all
    {{ medidas_de('item_dw', 'fact_vendas', 'dw', soma) }} union all
    {{ medidas_de('desconto_origem', 'fact_descontos', 'origem', soma) }} union all
    {{ medidas_de('desconto_dw', 'fact_descontos', 'dw', soma) }}
) as partes
{% if not var('conferir_conteudo') %}where 1 = 0{% endif %}
