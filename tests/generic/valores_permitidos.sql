{#
    Coded columns hold only the listed values (NULL is left to the contract). One failing row per column and value.

    colunas: column -> list of values.
#}
{% test valores_permitidos(model, colunas) %}
{% for coluna, valores in colunas.items() %}
select '{{ coluna }}' as coluna, {{ coluna }} as valor, count(*) as linhas
from {{ model }}
where {{ coluna }} not in ('{{ valores | join("', '") }}')
group by {{ coluna }}
{{ "union all" if not loop.last }}
{% endfor %}
{% endtest %}
