{# The ten loaded entities, in load order, and the source tables whose rejected rows count as theirs. #}
{% macro entidades() %}
    {{ return({
        'dim_data': [],
        'dim_regiao': ['regiao'],
        'dim_cliente': ['cliente'],
        'dim_produto': ['produto', 'categoria', 'fornecedor'],
        'dim_equipe': ['equipe'],
        'dim_vendedor': ['vendedor'],
        'dim_desconto': ['desconto'],
        'fact_vendas': ['pedido', 'item_pedido', 'devolucao'],
        'fact_descontos': ['desconto_aplicado'],
        'fact_metas': ['meta_vendedor']
    }) }}
{% endmacro %}
