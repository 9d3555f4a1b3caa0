{# post-hook of agg_pedidos: an order whose last item left the fact leaves too. #}
{% macro excluir_pedidos_sem_itens() %}
delete from {{ this }}
where not exists (
    select 1 from {{ ref('fact_vendas') }} as vendas
    where vendas.pedido_original_id = {{ this.identifier }}.pedido_original_id
)
{% endmacro %}
