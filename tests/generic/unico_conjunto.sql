{# The columns together identify a row. colunas: list of columns. #}
{% test unico_conjunto(model, colunas) %}
select {{ colunas | join(', ') }}, count(*) as linhas
from {{ model }}
group by {{ colunas | join(', ') }}
having count(*) > 1
{% endtest %}
