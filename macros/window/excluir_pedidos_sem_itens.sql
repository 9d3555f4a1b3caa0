{# post-hook of agg_pedidos: a loaded order whose last item left the fact leaves too. #}
{% macro excluir_pedidos_sem_itens() %}
delete from {{ this }}
where
    pedido_original_id in (
        select p.pedido_id from {{ ref('int_pedidos_afetados') }} as p
        where p.em_voo = 0
        union
        select g.pedido_original_id from {{ controle('ctl', 'grupos_tocados') }} as g
        where g.pedido_original_id is not null
    )
    and not exists (
        select 1 from {{ ref('fact_vendas') }} as vendas
        where vendas.pedido_original_id = {{ this.identifier }}.pedido_original_id
    )
{% endmacro %}
