{#
    Part of the order facts' post-hook: takes out the rows of the reloaded orders that the source no longer has there or that were rejected.
    The rows of orders in flight stay.
#}
{% macro excluir_ausentes(conjunto, chave, chave_no_fato) %}
delete from {{ this }}
where
    exists (
        select 1 from {{ controle('stg', 'int_pedidos_afetados') }} as afetado
        where afetado.recarregar = 1 and afetado.pedido_id = {{ this.identifier }}.pedido_original_id
    )
    and not exists (
        select 1 from {{ controle('stg', conjunto) }} as conjunto
        where
            conjunto.{{ chave }} = {{ this.identifier }}.{{ chave_no_fato }}
            and conjunto.pedido_id = {{ this.identifier }}.pedido_original_id
            and conjunto.regra is null
    );
{% endmacro %}
