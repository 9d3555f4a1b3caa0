{# The special members (-1 unknown, ...) exist. chave: key column. membros: list of keys. #}
{% test membros_presentes(model, chave, membros) %}
select esperados.membro
from (
    {% for membro in membros %}
    select {{ membro }} as membro {{ "union all" if not loop.last }}
    {% endfor %}
) as esperados
where esperados.membro not in (select {{ chave }} from {{ model }} where {{ chave }} is not null)
{% endtest %}
