{# Columns of the dimension sources that must not be NULL (rule dimensao_obrigatoria). #}
{% macro obrigatorias(tabela) %}
    {% set colunas = {
        'regiao': ['pais', 'regiao_pais', 'estado', 'nome_estado', 'cidade', 'tipo_municipio', 'eh_ativo'],
        'cliente': ['nome_cliente', 'segmento', 'regiao_id', 'eh_ativo', 'aceita_email_marketing'],
        'fornecedor': ['nome_fornecedor'],
        'categoria': ['nome_categoria'],
        'produto': [
            'codigo_sku', 'nome_produto', 'categoria_id', 'marca', 'fornecedor_id', 'preco_custo', 'preco_sugerido',
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

{#
    Predicate: a row of int_desconto is rejected as of the run's cutoff. One stamped later belongs to the next run; until then it is
    what the quarantine says that it was.
#}
{% macro campanha_rejeitada(apelido) -%}
    {%- set quarentena = controle('audit', 'quarentena') -%}
    (
        (
            {{ apelido }}.coluna_nula is not null
            and ({{ apelido }}.data_atualizacao <= {{ cutoff() }} or {{ apelido }}.data_atualizacao is null)
        )
        {%- if relacao_existe(quarentena) %}
        or (
            {{ apelido }}.data_atualizacao > {{ cutoff() }}
            and exists (
                select 1 from {{ quarentena }} as q
                where
                    q.entidade = 'desconto' and q.resolvido_em is null
                    and q.chave_origem = cast({{ apelido }}.desconto_id as {{ tipo('nvarchar(50)') }})
            )
        )
        {%- endif %}
    )
{%- endmacro %}
