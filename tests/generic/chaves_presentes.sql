{#
    Every key of a fact finds its row in the dimension (NULL is left to the contract). One failing row per column and key.

    dims: key column -> [relation, key column there].
#}
{% test chaves_presentes(model, dims) %}
{% for coluna, (relacao, chave) in dims.items() %}
select '{{ coluna }}' as coluna, origem.chave, origem.linhas
from (
    select {{ coluna }} as chave, count(*) as linhas
    from {{ model }}
    where {{ coluna }} is not null
    group by {{ coluna }}
) as origem
left join {{ relacao }} as destino
    on origem.chave = destino.{{ chave }}
where destino.{{ chave }} is null
{{ "union all" if not loop.last }}
{% endfor %}
{% endtest %}
