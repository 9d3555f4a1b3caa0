{#
    audit.schema_origem: what the source looks like, and what changed since it was last seen. Stops the run, naming table and
    column, when a column that the project declares in its sources is not there or is of a kind that it cannot read.
#}
{% macro registrar_schema_origem() %}
    {% set visto = controle('audit', 'schema_origem') %}
    {% set primeira_vez = run_query("select count(*) as linhas from " ~ visto).rows[0][0] == 0 %}
    {% if primeira_vez or run_query(diferencas_da_origem(visto)).rows[0][0] > 0 %}
        {% do run_query(marcar_alteradas(visto)) %}
        {% do run_query(marcar_removidas(visto)) %}
        {% do run_query(inserir_novas(visto, primeira_vez)) %}
    {% endif %}
    {% set existentes = {} %}
    {% for linha in run_query("select tabela, coluna, tipo from " ~ visto ~ " where coalesce(mudanca, '') <> 'removida'").rows %}
        {% do existentes.setdefault(linha[0], {}).update({linha[1]: linha[2]}) %}
    {% endfor %}
    {% set achados = [] %}
    {% for fonte in graph.sources.values() if fonte.source_name == 'oltp' and fonte.name != 'identidade_origem' %}
        {% set tabela = existentes.get(fonte.name, {}) %}
        {% set faltam = [] %}
        {% set mudaram = [] %}
        {% for coluna in fonte.columns.values() %}
            {% if coluna.name not in tabela %}
                {% do faltam.append(coluna.name) %}
            {% elif not tipo_serve(tabela[coluna.name], coluna.data_type) %}
                {% do mudaram.append(coluna.name ~ ' is ' ~ tabela[coluna.name] ~ ', not ' ~ coluna.data_type) %}
            {% endif %}
        {% endfor %}
        {% set lacunas = ['there is no such table' if not tabela else 'lacks ' ~ faltam | sort | join(', ')] if faltam else [] %}
        {% if lacunas or mudaram %}
            {% do achados.append('core.' ~ fonte.name ~ ': ' ~ (lacunas + mudaram | sort) | join('; ')) %}
        {% endif %}
    {% endfor %}
    {% if achados %}
        {% do recusar(
            "The source is not what the warehouse reads; nothing was loaded.\n- " ~ achados | sort | join('\n- ')
            ~ "\nRestore that there, or change the staging model and its source's columns. A shop of your own comes in by"
            ~ " `source new`: docs/your-own-shop.md."
        ) %}
    {% endif %}
{% endmacro %}

{% macro diferencas_da_origem(visto) %}
select count(*) as diferencas
from ({{ colunas_da_origem() }}) as o
full join (select * from {{ visto }} where coalesce(mudanca, '') <> 'removida') as v
    on o.tabela = v.tabela and o.coluna = v.coluna and o.tipo = v.tipo
where o.tabela is null or v.tabela is null
{% endmacro %}

{% macro marcar_alteradas(visto) %}
update {{ visto }}
set
    mudanca = case
        when mudanca = 'removida' then 'nova'
        else 'tipo alterado'
    end,
    tipo = (
        select o.tipo from ({{ colunas_da_origem() }}) as o
        where o.tabela = {{ visto.identifier }}.tabela and o.coluna = {{ visto.identifier }}.coluna
    ),
    visto_em = {{ agora() }}
where exists (
    select 1 from ({{ colunas_da_origem() }}) as o
    where
        o.tabela = {{ visto.identifier }}.tabela
        and o.coluna = {{ visto.identifier }}.coluna
        and (o.tipo <> {{ visto.identifier }}.tipo or {{ visto.identifier }}.mudanca = 'removida')
)
{% endmacro %}

{% macro marcar_removidas(visto) %}
update {{ visto }}
set mudanca = 'removida', visto_em = {{ agora() }}
where coalesce(mudanca, '') <> 'removida' and not exists (
    select 1 from ({{ colunas_da_origem() }}) as o
    where o.tabela = {{ visto.identifier }}.tabela and o.coluna = {{ visto.identifier }}.coluna
)
{% endmacro %}

{% macro inserir_novas(visto, primeira_vez) %}
insert into {{ visto }}
select o.tabela, o.coluna, o.tipo, {{ agora() }}, cast({{ "null" if primeira_vez else "'nova'" }} as {{ tipo('nvarchar(20)') }})
from ({{ colunas_da_origem() }}) as o
where not exists (select 1 from {{ visto }} as v where v.tabela = o.tabela and v.coluna = o.coluna)
{% endmacro %}
