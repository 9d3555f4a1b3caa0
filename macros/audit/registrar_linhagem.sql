{# Which node of the project reads which, as dbt knows it, into audit.linhagem: written anew when it has changed. #}
{% macro registrar_linhagem() %}
    {% set setas = [] %}
    {% for no in graph.nodes.values() if no.resource_type in ['model', 'snapshot', 'seed'] and no.package_name == project_name %}
        {% for de in no.depends_on.nodes if de.split('.')[0] in ['model', 'snapshot', 'seed'] %}
            {% do setas.append([no.name, de.split('.')[2]]) %}
        {% endfor %}
        {% for de in no.depends_on.nodes if de in graph.sources and graph.sources[de].source_name == 'oltp' %}
            {% do setas.append([no.name, 'core.' ~ graph.sources[de].name]) %}
        {% endfor %}
    {% endfor %}
    {% set linhagem = controle('audit', 'linhagem') %}
    {% set versao = local_md5(setas | sort | string) %}
    {% for linha in run_query("select count(*) as linhas from " ~ linhagem ~ " where versao = '" ~ versao ~ "'").rows %}
        {% if linha[0] == setas | length %}{{ return('') }}{% endif %}
    {% endfor %}
    {% do run_query("delete from " ~ linhagem) %}
    {% for lote in setas | batch(200) %}
        {% set sql %}
            insert into {{ linhagem }} (nome, depende_de, versao)
            {%- for no, de in lote %}
            select {{ texto_sql(no, 200) }}, {{ texto_sql(de, 200) }}, '{{ versao }}'
            {{ "union all" if not loop.last }}
            {%- endfor %}
        {% endset %}
        {% do run_query(sql) %}
    {% endfor %}
{% endmacro %}
