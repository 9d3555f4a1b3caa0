{# Columns of the dimension sources that must not be NULL (rule dimensao_obrigatoria). #}
{% macro obrigatorias(tabela) %}
    {% set colunas = {
        'regiao': ['pais', 'regiao_pais', 'estado', 'nome_estado', 'cidade', 'tipo_municipio', 'eh_ativo'],
        'cliente': ['nome_cliente', 'segmento', 'regiao_id', 'eh_ativo', 'aceita_email_marketing'],
        'fornecedor': ['nome_fornecedor'],
        'categoria': ['nome_categoria'],
        'produto': [
            'codigo_sku', 'nome_produto', 'categoria_id', 'marca', 'fornecedor_id', 'preco_sugerido',
            'eh_perecivel', 'eh_fragil', 'estoque_minimo', 'estoque_maximo', 'situacao', 'total_avaliacoes'
        ],
        'equipe': ['nome_equipe', 'data_criacao', 'situacao'],
        'vendedor': ['nome_vendedor', 'email', 'cargo', 'data_contratacao', 'situacao'],
        'desconto': [
            'codigo_desconto', 'nome_campanha', 'tipo_desconto', 'metodo_desconto', 'valor_desconto', 'aplica_em',
            'data_inicio_validade', 'situacao'
        ]
    }[tabela] %}
    {{ return(colunas + ['data_cadastro', 'data_atualizacao']) }}
{% endmacro %}

{# The first mandatory column that is NULL, or NULL when all are there. #}
{% macro coluna_nula(tabela, apelido=none) -%}
    case
        {%- for coluna in obrigatorias(tabela) %}
        when {{ apelido or tabela }}.{{ coluna }} is null then '{{ coluna }}'
        {%- endfor %}
    end
{%- endmacro %}

{# Predicate: the row exists and is not rejected; a parent for which it does not hold counts as unknown. #}
{% macro linha_valida(tabela, apelido=none) -%}
    (
        {%- for coluna in obrigatorias(tabela) %}
        {{ "and " if not loop.first }}{{ apelido or tabela }}.{{ coluna }} is not null
        {%- endfor %}
    )
{%- endmacro %}
