{# The values that a rule looked at, as text: 'quantidade=0; preco_unitario=NULL'. #}
{% macro detalhe(colunas) -%}
    {%- set partes = [] -%}
    {%- for coluna in colunas -%}
        {%- do partes.append("'" ~ ('; ' if not loop.first else '') ~ coluna ~ "='") -%}
        {%- do partes.append("coalesce(cast(" ~ coluna ~ " as " ~ tipo('nvarchar(100)') ~ "), 'NULL')") -%}
    {%- endfor -%}
    {{ dbt.concat(partes) }}
{%- endmacro %}
