{#
    MD5 of the business columns of a row. `colunas`: the columns of a contract (name -> {name, data_type}); technical
    columns are left out, so adding a column to the contract adds it to the hash.
#}
{% macro row_hash(colunas, apelido=none) -%}
    {%- set tecnicas = colunas_tecnicas() -%}
    {%- set pares = [] -%}
    {%- for coluna in colunas if coluna.name not in tecnicas -%}
        {%- do pares.append([(apelido ~ '.' if apelido else '') ~ coluna.name, coluna.data_type]) -%}
    {%- endfor -%}
    {{ md5_hex(junta_textos(textos_canonicos(pares))) }}
{%- endmacro %}

{# Columns that say when and by which run a row was written, not what it says. #}
{% macro colunas_tecnicas() %}
    {{ return(['row_hash', 'criado_run_id', 'atualizado_run_id', 'data_inclusao', 'data_ultima_atualizacao']) }}
{% endmacro %}
