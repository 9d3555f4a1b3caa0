{# post-hook of an order fact: takes out the rows of the loaded orders that the source no longer has there, or that were rejected. #}
{% macro excluir_ausentes(conjunto, chave, chave_no_fato) %}
    {% if not incremental() %}{{ return('') }}{% endif %}
delete from {{ this }}
where
    {{ entidade_ativa(this.identifier) }}
    and pedido_original_id in (
        select pedido.pedido_id from {{ controle('stg', 'int_pedidos_afetados') }} as pedido
        where pedido.em_voo = 0
    )
    and not exists (
        select 1 from {{ controle('stg', conjunto) }} as conjunto
        where
            conjunto.{{ chave }} = {{ this.identifier }}.{{ chave_no_fato }}
            and conjunto.pedido_id = {{ this.identifier }}.pedido_original_id
            and conjunto.regra is null
    )
{% endmacro %}

{# post-hook of dim_data: days that its variables no longer take in leave, as a full refresh leaves them out. #}
{% macro excluir_dias_de_fora() %}
    {% if not incremental() %}{{ return('') }}{% endif %}
delete from {{ this }}
where
    {{ entidade_ativa(this.identifier) }} and data_id > 0
    and not ({{ dentro_do_calendario('data_completa') }})
{% endmacro %}
