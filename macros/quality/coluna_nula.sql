{# Rule dimensao_obrigatoria: the first of the mandatory columns that is NULL, or NULL when all are there. #}
{% macro coluna_nula(colunas, apelido) -%}
    case
        {%- for coluna in colunas %}
        when {{ apelido }}.{{ coluna }} is null then '{{ coluna }}'
        {%- endfor %}
    end
{%- endmacro %}
