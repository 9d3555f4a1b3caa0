{#
    row_hash of a snapshot: MD5 of its business columns, in hexadecimal, the same on every engine and version, for it outlives them.
    `colunas`: the columns of a contract (name -> {name, data_type}).
#}
{% macro row_hash(colunas, apelido) -%}
    {{ md5_hex(junta_textos(textos_canonicos(pares_de(colunas, apelido)))) }}
{%- endmacro %}

{# The columns of a contract as [expression, logical type], without the technical ones: a column that is added is added here. #}
{% macro pares_de(colunas, apelido) %}
    {%- set tecnicas = colunas_tecnicas() -%}
    {%- set pares = [] -%}
    {%- for coluna in colunas if coluna.name not in tecnicas -%}
        {%- do pares.append([apelido ~ '.' ~ coluna.name, coluna.data_type]) -%}
    {%- endfor -%}
    {{ return(pares) }}
{% endmacro %}

{# Columns that say when and by which run a row was written, not what it says. #}
{% macro colunas_tecnicas() %}
    {{ return(['row_hash', 'criado_run_id', 'atualizado_run_id', 'data_inclusao', 'data_ultima_atualizacao']) }}
{% endmacro %}
