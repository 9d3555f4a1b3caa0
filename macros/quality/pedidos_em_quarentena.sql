{# Orders with a rejected row, in a union: what mends a row may be stamped elsewhere, so every run looks at their numbers. #}
{% macro pedidos_em_quarentena() %}
    {%- set quarentena = controle('audit', 'quarentena') %}
    {%- if relacao_existe(quarentena) %}
    union
    select pedido_original_id as pedido_id from {{ quarentena }}
    where resolvido_em is null and pedido_original_id is not null
    {%- endif %}
{% endmacro %}
