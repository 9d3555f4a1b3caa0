{# post-hook of agg_pedidos: a loaded order whose last item left the fact leaves too. #}
{% macro excluir_pedidos_sem_itens() %}
    {% if not incremental() %}{{ return('') }}{% endif %}
delete from {{ this }}
where
    pedido_original_id in {{ pedidos_a_somar() }}
    and not exists (
        select 1 from {{ ref('fact_vendas') }} as vendas
        where vendas.pedido_original_id = {{ this.identifier }}.pedido_original_id
    )
{% endmacro %}
