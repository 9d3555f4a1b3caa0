{#
    Schemas ctl and audit and their tables. dbt makes only the schemas of selected models, and these must exist before any of them.
    The statements say `if missing`, in one round trip; a table of an older version gets the columns that it lacks.
#}
{% macro criar_controle() %}
    {% set tabelas = tabelas_de_controle() %}
    {% set colunas = [] %}
    {% for nome, tabela in tabelas.items() %}
        {% for coluna in tabela.colunas %}{% do colunas.append(nome ~ '.' ~ coluna[0]) %}{% endfor %}
    {% endfor %}
    {% set existentes = run_query(
        "select lower(concat(TABLE_SCHEMA, '.', TABLE_NAME, '.', COLUMN_NAME)) as coluna from INFORMATION_SCHEMA.COLUMNS"
        ~ " where lower(TABLE_CATALOG) = '" ~ target.database | lower ~ "' and lower(TABLE_SCHEMA) in ('ctl', 'audit')"
    ).columns[0].values() | list %}
    {% if colunas | reject('in', existentes) | list %}
        {% for esquema in ['ctl', 'audit'] %}
            {% do adapter.create_schema(api.Relation.create(database=target.database, schema=esquema)) %}
        {% endfor %}
        {% for nome, tabela in tabelas.items() %}
            {% set relacao = controle(*nome.split('.')) %}
            {% set nova = nome ~ '.' ~ tabela.colunas[0][0] not in existentes %}
            {% if nova %}
                {% do run_query(criar_tabela(relacao, tabela.colunas, tabela.chave)) %}
                {# dbt has looked already which tables there are; some of these are models too #}
                {% do adapter.cache_added(relacao.incorporate(type='table')) %}
            {% endif %}
            {% for coluna in tabela.colunas if not nova and nome ~ '.' ~ coluna[0] not in existentes %}
                {% do run_query("alter table " ~ relacao ~ " add " ~ coluna[0] ~ " " ~ tipo(coluna[1])) %}
            {% endfor %}
        {% endfor %}
        {% set concessao = conceder_ao_painel(controle('audit', 'etl_run')) %}
        {% if concessao %}{% do run_query(concessao) %}{% endif %}
    {% endif %}
    {% for coluna, logico in {'pedido_original_id': 'bigint', 'copia': 'int'}.items()
        if 'audit.quarentena.regra' in existentes and 'audit.quarentena.' ~ coluna not in existentes %}
        {% do run_query("alter table " ~ controle('audit', 'quarentena') ~ " add " ~ coluna ~ " " ~ tipo(logico)) %}
    {% endfor %}
    {% do run_query(novas_entidades()) %}
{% endmacro %}

{# Every run: a first one may have died between making the table and filling it. #}
{% macro novas_entidades() %}
insert into {{ controle('ctl', 'etl_control') }}
    (entidade, ativo, ultimo_cutoff, sobreposicao_minutos, sla_minutos, ordem, ultimo_run_id, ultimo_sucesso_em, falhas_consecutivas)
{%- for entidade in entidades() %}
select
    '{{ entidade }}', {{ bit('1 = 1') }}, cast(null as {{ tipo('datetime2(6)') }}), {{ var('sobreposicao_minutos') }},
    {{ var('sla_minutos') }}, {{ loop.index }}, cast(null as bigint), cast(null as {{ tipo('datetime2(6)') }}), 0
where not exists (select 1 from {{ controle('ctl', 'etl_control') }} as c where c.entidade = '{{ entidade }}')
{{ "union all" if not loop.last }}
{%- endfor %}
{% endmacro %}

{# The sources `controle` and `auditoria` as their yml declares them: 'schema.table' -> {columns: [[name, logical type, 'null']], key}. #}
{% macro tabelas_de_controle() %}
    {% set tabelas = {} %}
    {% for no in graph.sources.values() if no.package_name == project_name and no.source_name in ['controle', 'auditoria'] %}
        {% set colunas = [] %}
        {% for coluna in no.columns.values() %}
            {% do colunas.append([coluna.name, coluna.data_type, 'not null' if coluna.constraints else 'null']) %}
        {% endfor %}
        {% do tabelas.update({no.schema ~ '.' ~ no.name: {
            'colunas': colunas, 'chave': no.config.get('meta', {}).get('agrupada_por', [colunas[0][0]])
        }}) %}
    {% endfor %}
    {{ return(tabelas) }}
{% endmacro %}
