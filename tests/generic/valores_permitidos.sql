{#
    Coded columns hold only the listed values (NULL is left to the contract). One failing row per column and value; of a row with
    several the first column is told, so that the model is read once.

    colunas: column -> list of values.
#}
{% test valores_permitidos(model, colunas) %}
select coluna, valor, count(*) as linhas
from (
    select
        case
            {%- for coluna, valores in colunas.items() %}
            when {{ coluna }} not in ('{{ valores | join("', '") }}') then '{{ coluna }}'
            {%- endfor %}
        end as coluna,
        case
            {%- for coluna, valores in colunas.items() %}
            when {{ coluna }} not in ('{{ valores | join("', '") }}') then cast({{ coluna }} as {{ tipo('nvarchar(200)') }})
            {%- endfor %}
        end as valor
    from {{ model }}
) as codigos
where coluna is not null
group by coluna, valor
{% endtest %}
