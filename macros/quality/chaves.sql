{# Source tables and their keys. #}
{% macro chaves_da_origem() %}
    {% set chaves = {} %}
    {% for tabelas in entidades().values() %}{% for tabela in tabelas %}
        {% do chaves.update({tabela: 'meta_id' if tabela == 'meta_vendedor' else tabela ~ '_id'}) %}
    {% endfor %}{% endfor %}
    {{ return(chaves) }}
{% endmacro %}

{# The entity whose window a source table is read by. #}
{% macro entidade_da_tabela(tabela) %}
    {% for entidade, tabelas in entidades().items() if tabela in tabelas %}{{ return(entidade) }}{% endfor %}
{% endmacro %}

{#
    The end of a staging view: the rows of its source table, without those whose key is rejected (base_oltp__chaves_rejeitadas). Not by
    `not exists`, for which DuckDB makes a list of all keys of the table first.
#}
{% macro da_origem(tabela) %}
    {%- set chave = chaves_da_origem()[tabela] -%}
from {{ source('oltp', tabela) }} as linha
where
    linha.{{ chave }} is not null
    and linha.{{ chave }} not in (
        select rejeitada.chave from {{ ref('base_oltp__chaves_rejeitadas') }} as rejeitada
        where rejeitada.entidade = '{{ tabela }}' and rejeitada.chave is not null
    )
{%- endmacro %}

{# Predicate, never NULL: the source has a row of this key, be it rejected for its key. #}
{% macro existe_na_origem(tabela, coluna) -%}
    ({{ coluna }} is not null and {{ coluna }} in (
        select boa.{{ tabela }}_id from {{ ref('stg_oltp__' ~ tabela) }} as boa
        union all
        select ruim.chave from {{ ref('base_oltp__chaves_rejeitadas') }} as ruim
        where ruim.entidade = '{{ tabela }}' and ruim.chave is not null
    ))
{%- endmacro %}

{# SQL: the number, below zero, of a return whose item is gone: an order of its own. NULL without a key. #}
{% macro pedido_da_devolucao_sem_item(chave) -%}
    case when {{ chave }} < 9223372036854775807 then -2 - cast({{ chave }} as bigint) when {{ chave }} is not null then -2 end
{%- endmacro %}

{# SQL: a key as the quarantine says it. #}
{% macro chave_em_texto(chave) -%}
    coalesce(cast({{ chave }} as {{ tipo('nvarchar(50)') }}), 'NULL')
{%- endmacro %}

{#
    A windowed run does not look for double keys that nothing stamped; where such rows come along with their order, no fact may get them
    twice. Columns copia and copias of a row among those of the working set; the sweep has nothing left to find there.
#}
{% macro copias_na_carga(chave) -%}
    {%- if varredura() %}
    1 as copia,
    1 as copias
    {%- else %}
    row_number() over (partition by {{ chave }} order by {{ chave }}) as copia,
    count(*) over (partition by {{ chave }}) as copias
    {%- endif %}
{%- endmacro %}
