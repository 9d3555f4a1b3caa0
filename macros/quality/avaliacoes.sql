{# Source tables whose rows are judged: the model that judges, its key, and the columns that explain a rejection. #}
{% macro avaliacoes() %}
    {{ return({
        'regiao': ['int_regiao', 'regiao_id', ['coluna_nula']],
        'cliente': ['int_cliente', 'cliente_id', ['coluna_nula']],
        'produto': ['int_produto', 'produto_id', ['coluna_nula']],
        'categoria': ['int_categoria', 'categoria_id', ['coluna_nula']],
        'fornecedor': ['int_fornecedor', 'fornecedor_id', ['coluna_nula']],
        'equipe': ['int_equipe', 'equipe_id', ['coluna_nula']],
        'vendedor': ['int_vendedor', 'vendedor_id', ['coluna_nula']],
        'desconto': ['int_desconto', 'desconto_id', ['coluna_nula']],
        'pedido': ['int_pedido_avaliado', 'pedido_id', [
            'cliente_id', 'regiao_entrega_id', 'data_pedido'
        ]],
        'item_pedido': ['int_item_avaliado', 'item_pedido_id', [
            'pedido_id', 'produto_id', 'quantidade', 'preco_unitario', 'custo_unitario'
        ]],
        'desconto_aplicado': ['int_desconto_avaliado', 'desconto_aplicado_id', [
            'desconto_id', 'pedido_id', 'item_pedido_id', 'nivel_aplicacao', 'valor_desconto', 'valor_acumulado', 'valor_limite'
        ]],
        'devolucao': ['int_devolucao_avaliada', 'devolucao_id', [
            'item_pedido_id', 'quantidade', 'valor_devolvido', 'quantidade_acumulada', 'quantidade_vendida'
        ]],
        'meta_vendedor': ['int_meta_avaliada', 'meta_id', [
            'vendedor_id', 'tipo_periodo', 'periodo_inicio', 'valor_meta', 'primeira_meta_id'
        ]]
    }) }}
{% endmacro %}

{# Open rejections whose source row was deleted. #}
{% macro linhas_sumidas(abertas) %}
    {%- for entidade, avaliacao in avaliacoes().items() %}
    select q.*
    from {{ abertas }} as q
    where
        q.entidade = '{{ entidade }}'
        and not exists (
            select 1 from {{ ref('stg_oltp__' ~ entidade) }} as s
            where cast(s.{{ avaliacao[1] }} as {{ tipo('nvarchar(50)') }}) = q.chave_origem
        )
    {{ "union" if not loop.last }}
    {%- endfor %}
{% endmacro %}
