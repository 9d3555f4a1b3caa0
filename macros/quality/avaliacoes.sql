{#
    Source tables whose rows are judged: the model that judges, its key, which of its rows this run judged, and the columns that explain.
    A row of a dimension is judged by itself, as soon as it is stamped, though its version may wait for a parent.
#}
{% macro avaliacoes() %}
    {% set ate_o_corte = 'data_atualizacao <= ' ~ cutoff() ~ ' or data_atualizacao is null' %}
    {% set avaliacoes = {} %}
    {% for tabela in ['regiao', 'cliente', 'produto', 'categoria', 'fornecedor', 'equipe', 'vendedor', 'desconto'] %}
        {% do avaliacoes.update({tabela: {
            'modelo': 'stg_oltp__' ~ tabela, 'chave': tabela ~ '_id', 'quando': ate_o_corte, 'colunas': ['coluna_nula'], 'obrigatorias': true,
            'regra': "case when coluna_nula is not null then 'dimensao_obrigatoria' end", 'pedido': 'cast(null as bigint)'
        }}) %}
    {% endfor %}
    {% do avaliacoes.update({
        'pedido': {
            'modelo': 'int_pedidos_afetados', 'chave': 'pedido_id', 'quando': 'existe = 1 and em_voo = 0', 'regra': 'regra', 'pedido': 'pedido_id',
            'colunas': ['cliente_id', 'regiao_entrega_id', ['data_pedido', 'datetime2(6)'], 'valor_frete']
        },
        'item_pedido': {
            'modelo': 'int_item_avaliado', 'chave': 'item_pedido_id', 'quando': '1 = 1', 'regra': 'regra', 'pedido': 'pedido_id',
            'colunas': ['pedido_id', 'produto_id', 'quantidade', 'preco_unitario', 'custo_unitario', 'valor_frete'], 'copia': 'copia'
        },
        'desconto_aplicado': {
            'modelo': 'int_desconto_avaliado', 'chave': 'desconto_aplicado_id', 'quando': '1 = 1', 'regra': 'regra', 'pedido': 'pedido_id',
            'colunas': [
                'desconto_id', 'pedido_id', 'item_pedido_id', 'nivel_aplicacao', 'valor_desconto', 'valor_acumulado', 'valor_limite'
            ], 'copia': 'copia'
        },
        'devolucao': {
            'modelo': 'int_devolucao_avaliada', 'chave': 'devolucao_id', 'quando': '1 = 1', 'regra': 'regra', 'pedido': 'pedido_id',
            'colunas': [
                'item_pedido_id', 'quantidade', 'valor_devolvido', 'quantidade_acumulada', 'quantidade_vendida', 'valor_acumulado', 'valor_limite'
            ], 'copia': 'copia'
        },
        'meta_vendedor': {
            'modelo': 'int_meta_avaliada', 'chave': 'meta_id', 'quando': ate_o_corte, 'regra': 'regra', 'pedido': 'cast(null as bigint)',
            'colunas': ['vendedor_id', 'tipo_periodo', 'periodo_inicio', 'valor_meta', 'primeira_meta_id']
        }
    }) %}
    {{ return(avaliacoes) }}
{% endmacro %}
