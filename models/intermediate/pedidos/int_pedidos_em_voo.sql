{{ config(materialized='view') }}
-- Asked when it is read: a source that goes on while a run lasts, or before a retry of it, is no difference.
{%- for tabela in [
    'stg_oltp__pedido', 'stg_oltp__item_pedido', 'stg_oltp__desconto_aplicado', 'int_devolucao'
] %}
select pedido_id from {{ ref(tabela) }}
where data_atualizacao > {{ cutoff() }} and pedido_id <> -1
{{ "union" if not loop.last }}
{%- endfor %}
