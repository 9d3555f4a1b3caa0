{#
    Predicate: the source row of a dimension says something else than its version in the snapshot. DuckDB compares the values, which is
    far cheaper than a hash of each row; T-SQL has no such operator before 2022, and compares hashes. `colunas`: of the source model.
#}
{% macro linha_difere(colunas, origem, versao) -%}
    {{ return(adapter.dispatch('linha_difere')(colunas, origem, versao)) }}
{%- endmacro %}

{% macro default__linha_difere(colunas, origem, versao) -%}
    {{ return(versao ~ '.row_hash <> ' ~ row_hash(colunas, origem)) }}
{%- endmacro %}

{% macro duckdb__linha_difere(colunas, origem, versao) -%}
    {% set partes = [] %}
    {% for coluna in colunas %}
        {% do partes.append(origem ~ '.' ~ coluna.name ~ ' is distinct from ' ~ versao ~ '.' ~ coluna.name) %}
    {% endfor %}
    {{ return('(' ~ partes | join(' or ') ~ ')') }}
{%- endmacro %}
