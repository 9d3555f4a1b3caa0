{#
    The number of a source row: of every column that its source declares but the two stamps, so that a column that a fact takes up
    cannot be forgotten, and of `condicoes`: what the rules see beside it. `tabela`: its name in the sources; its alias is `linha`.
#}
{% macro numero_da_origem(tabela, condicoes=[]) %}
    {% set pares = [] %}
    {% if execute %}
        {% for coluna in graph.sources['source.' ~ project_name ~ '.oltp.' ~ tabela].columns.values()
            if coluna.name not in ['data_cadastro', 'data_atualizacao'] %}
            {% do pares.append(['linha.' ~ coluna.name, coluna.data_type]) %}
        {% endfor %}
    {% endif %}
    {% for condicao in condicoes %}{% do pares.append(['case when ' ~ condicao ~ ' then 1 else 0 end', 'int']) %}{% endfor %}
    {{ return(numero(pares)) }}
{% endmacro %}
