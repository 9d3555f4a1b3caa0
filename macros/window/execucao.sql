{#
    The run that this dbt invocation opened: {run_id, cutoff, varredura, testa_tudo}. Outside of a run (compile, docs) nothing is asked of the
    database and the placeholders make the SQL readable and valid.
#}
{% macro execucao() %}
    {% if not execute or not em_execucao() %}
        {{ return({'run_id': 0, 'cutoff': '9999-12-31 00:00:00.000000', 'varredura': true, 'testa_tudo': true}) }}
    {% endif %}
    {# asked once in a run: all of its nodes share the graph #}
    {% if graph.get('execucao', {}).invocation_id == invocation_id %}{{ return(graph.execucao) }}{% endif %}
    {% set sql %}
        select run_id, {{ texto_canonico('cutoff', 'datetime2(6)') }} as cutoff, varredura, testa_tudo
        from {{ controle('audit', 'etl_run') }}
        where invocation_id = '{{ invocation_id }}'
    {% endset %}
    {% set linhas = run_query(sql).rows %}
    {% if linhas | length == 0 %}
        {{ exceptions.raise_compiler_error("No run is open for this invocation: the on-run-start hook of this project must run first.") }}
    {% endif %}
    {% do graph.update({'execucao': {
        'invocation_id': invocation_id, 'run_id': linhas[0][0], 'cutoff': linhas[0][1], 'varredura': linhas[0][2] | int == 1,
        'testa_tudo': linhas[0][3] | int == 1, 'janelas': {}
    }}) %}
    {{ return(graph.execucao) }}
{% endmacro %}

{# Commands whose hooks open a run, unless all that they select is of dbt packages, such as Elementary's own tables. #}
{% macro em_execucao() %}
    {{ return(flags.WHICH in ['run', 'build', 'test', 'seed', 'snapshot', 'retry', 'clone'] and not so_de_pacotes()) }}
{% endmacro %}

{% macro so_de_pacotes() %}
    {% for recurso in selected_resources if recurso.split('.')[1] == project_name %}{{ return(false) }}{% endfor %}
    {{ return(selected_resources | length > 0) }}
{% endmacro %}

{% macro run_id() %}
    {{- return(execucao()['run_id']) -}}
{% endmacro %}

{# Timestamp literal: nothing stamped later belongs to this run. #}
{% macro cutoff() %}
    {{- return(instante(execucao()['cutoff'])) -}}
{% endmacro %}

{# A table of the control or audit schema, which the hooks create (they are no dbt models). #}
{% macro controle(esquema, tabela) %}
    {{ return(api.Relation.create(database=target.database, schema=esquema, identifier=tabela)) }}
{% endmacro %}
