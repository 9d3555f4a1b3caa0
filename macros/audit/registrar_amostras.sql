{#
    Up to three rows of every test that failed or warned into audit.dq_amostra, each as 'column=value; ...': the rows that the test
    itself selects, asked for again. id: the run; testes: results of dbt.
#}
{% macro registrar_amostras(id, testes) %}
    {% set amostras = [] %}
    {% for r in testes if r.node.resource_type == 'test' and r.status in ['fail', 'warn'] and r.node.compiled_code %}
        {% set tabela = adapter.execute(r.node.compiled_code, fetch=True, limit=3)[1] %}
        {% for linha in tabela.rows %}
            {% set partes = [] %}
            {% for coluna in tabela.column_names %}{% do partes.append(coluna ~ '=' ~ linha[coluna]) %}{% endfor %}
            {% do amostras.append([r.node.name, loop.index, partes | join('; ')]) %}
        {% endfor %}
    {% endfor %}
    {% for lote in amostras | batch(200) %}
        {% set sql %}
            insert into {{ controle('audit', 'dq_amostra') }}
            {%- for teste, ordem, linha in lote %}
            select {{ id }}, {{ texto_sql(teste, 300) }}, {{ ordem }}, {{ texto_sql(linha, 2000) }}
            {{ "union all" if not loop.last }}
            {%- endfor %}
        {% endset %}
        {% do run_query(sql) %}
    {% endfor %}
{% endmacro %}
