{#
    How many of the rows that this run wrote have no value, for each column of a dimension or fact that may have none: into
    audit.nulos_por_coluna, for ops.vw_anomalias. One pass over the rows of the run for an entity that wrote some; nothing for the others.
#}
{% macro registrar_nulos(id) %}
    {% set eventos = controle('audit', 'etl_run_entity') %}
    {% set gravadas = [] %}
    {% for linha in run_query(
        "select entidade from " ~ eventos ~ " where run_id = " ~ id ~ " and status = 'success' and linhas_inseridas + linhas_atualizadas > 0"
        ~ " and entidade in ('" ~ entidades().keys() | join("', '") ~ "')"
    ).rows %}{% do gravadas.append(linha[0]) %}{% endfor %}
    {% set contagens = [] %}
    {% for no in graph.nodes.values() if no.resource_type == 'model' and no.name in gravadas and colunas_anulaveis(no) %}
        {% do contagens.append(contar_nulos(id, no)) %}
    {% endfor %}
    {% if contagens %}
        {% do run_query("insert into " ~ controle('audit', 'nulos_por_coluna') ~ " (run_id, entidade, coluna, linhas, nulas)"
            ~ contagens | join(' union all')) %}
    {% endif %}
{% endmacro %}

{% macro contar_nulos(id, no) %}
    {%- set colunas = colunas_anulaveis(no) %}
select
    {{ id }} as run_id, '{{ no.name }}' as entidade, nome.coluna, contadas.linhas,
    case nome.coluna {% for c in colunas %}when '{{ c }}' then contadas.{{ c }} {% endfor %}end as nulas
from (
    select
        count(*) as linhas
        {%- for c in colunas %}, count(*) - count(gravada.{{ c }}) as {{ c }}{% endfor %}
    from {{ controle(no.schema, no.name) }} as gravada
    where gravada.atualizado_run_id = {{ id }}
) as contadas
cross join (
    {%- for c in colunas %} select '{{ c }}' as coluna {{ "union all" if not loop.last }}{% endfor %}
) as nome
where contadas.linhas > 0
{%- endmacro %}

{# Business columns that the contract lets be NULL. #}
{% macro colunas_anulaveis(no) %}
    {% set colunas = [] %}
    {% for coluna in no.columns.values() if coluna.name not in colunas_tecnicas() + ['valido_ate']
        and not (coluna.constraints | selectattr('type', 'equalto', 'not_null') | list) %}
        {% do colunas.append(coluna.name) %}
    {% endfor %}
    {{ return(colunas) }}
{% endmacro %}
