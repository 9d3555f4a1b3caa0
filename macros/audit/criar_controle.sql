{# Schemas ctl and audit and their tables. dbt makes only the schemas of selected models, and these must exist before any of them. #}
{% macro criar_controle() %}
    {% set tabelas = tabelas_de_controle() %}
    {% set nomes = [] %}
    {% for nome in tabelas %}{% do nomes.append(nome.split('.')[1]) %}{% endfor %}
    {% set nova = "from INFORMATION_SCHEMA.COLUMNS where lower(TABLE_CATALOG) = '" ~ target.database | lower
        ~ "' and lower(TABLE_NAME) = 'connection_login_events' and lower(COLUMN_NAME) = 'evento_id'" %}
    {% set existentes = run_query(
        "select (select count(*) " ~ nova ~ ") + count(*) from INFORMATION_SCHEMA.TABLES where lower(TABLE_CATALOG) = '" ~ target.database | lower
        ~ "' and lower(TABLE_SCHEMA) in ('ctl', 'audit') and lower(TABLE_NAME) in ('" ~ nomes | join("', '") ~ "')"
    ).rows[0][0] %}
    {% if existentes < nomes | length + 1 %}
        {% for esquema in ['ctl', 'audit'] %}
            {% do adapter.create_schema(api.Relation.create(database=target.database, schema=esquema)) %}
        {% endfor %}
        {% for nome, colunas in tabelas.items() %}
            {% set esquema, tabela = nome.split('.') %}
            {% set chave = ['run_id', 'entidade'] if tabela == 'etl_run_entity' else [colunas[0][0]] %}
            {% do run_query(criar_tabela(controle(esquema, tabela), colunas, chave)) %}
        {% endfor %}
        {% do run_query(novas_entidades()) %}
        {% set concessao = conceder_ao_painel(controle('audit', 'etl_run')) %}
        {% if concessao %}{% do run_query(concessao) %}{% endif %}
        {% if run_query("select count(*) " ~ nova).rows[0][0] == 0 %}
            {# A table of a version that had no such column. #}
            {% do run_query("alter table " ~ controle('audit', 'connection_login_events') ~ " add evento_id " ~ tipo('nvarchar(40)')) %}
        {% endif %}
    {% endif %}
{% endmacro %}

{% macro novas_entidades() %}
insert into {{ controle('ctl', 'etl_control') }}
    (entidade, ativo, ultimo_cutoff, sobreposicao_minutos, sla_minutos, ordem, ultimo_run_id, ultimo_sucesso_em, falhas_consecutivas)
{%- for entidade in entidades() %}
select
    '{{ entidade }}', {{ bit('1 = 1') }}, null, {{ var('sobreposicao_minutos') }}, {{ var('sla_minutos') }}, {{ loop.index }},
    null, null, 0
where not exists (select 1 from {{ controle('ctl', 'etl_control') }} as c where c.entidade = '{{ entidade }}')
{{ "union all" if not loop.last }}
{%- endfor %}
{% endmacro %}

{% macro tabelas_de_controle() %}
    {% set instante = 'datetime2(6)' %}
    {{ return({
        'ctl.etl_control': [
            ['entidade', 'nvarchar(100)', 'not null'], ['ativo', 'bit', 'not null'], ['ultimo_cutoff', instante, 'null'],
            ['sobreposicao_minutos', 'int', 'not null'], ['sla_minutos', 'int', 'not null'], ['ordem', 'int', 'not null'],
            ['ultimo_run_id', 'bigint', 'null'], ['ultimo_sucesso_em', instante, 'null'],
            ['falhas_consecutivas', 'int', 'not null']
        ],
        'ctl.origem': [
            ['identidade', 'nvarchar(400)', 'not null'], ['relogio', instante, 'not null'], ['registrada_em', instante, 'not null']
        ],
        'audit.etl_run': [
            ['run_id', 'bigint', 'not null'], ['status', 'nvarchar(20)', 'not null'], ['iniciado_em', instante, 'not null'],
            ['finalizado_em', instante, 'null'], ['cutoff', instante, 'not null'], ['comando', 'nvarchar(1000)', 'not null'],
            ['seletor', 'nvarchar(500)', 'null'], ['target', 'nvarchar(50)', 'not null'],
            ['versao_projeto', 'nvarchar(20)', 'not null'], ['git_sha', 'nvarchar(40)', 'null'],
            ['dbt_version', 'nvarchar(20)', 'not null'], ['host', 'nvarchar(200)', 'not null'],
            ['usuario', 'nvarchar(200)', 'not null'], ['nos_total', 'int', 'not null'], ['nos_ok', 'int', 'not null'],
            ['nos_erro', 'int', 'not null'], ['nos_pulados', 'int', 'not null'], ['testes_falhos', 'int', 'not null'],
            ['linhas_inseridas', 'bigint', 'not null'], ['linhas_atualizadas', 'bigint', 'not null'],
            ['linhas_excluidas', 'bigint', 'not null'], ['mensagem_erro', 'nvarchar(2000)', 'null'],
            ['invocation_id', 'nvarchar(36)', 'not null']
        ],
        'audit.etl_run_entity': [
            ['run_id', 'bigint', 'not null'], ['entidade', 'nvarchar(200)', 'not null'],
            ['tipo_recurso', 'nvarchar(20)', 'not null'], ['status', 'nvarchar(20)', 'not null'],
            ['iniciado_em', instante, 'null'], ['finalizado_em', instante, 'null'], ['duracao_s', 'decimal(12,3)', 'null'],
            ['linhas_lidas', 'bigint', 'not null'], ['linhas_inseridas', 'bigint', 'not null'],
            ['linhas_atualizadas', 'bigint', 'not null'], ['linhas_excluidas', 'bigint', 'not null'],
            ['linhas_quarentena', 'bigint', 'not null'], ['cutoff_de', instante, 'null'], ['cutoff_ate', instante, 'null'],
            ['categoria_erro', 'nvarchar(30)', 'null'], ['mensagem_erro', 'nvarchar(2000)', 'null']
        ],
        'audit.dq_amostra': [
            ['run_id', 'bigint', 'not null'], ['teste', 'nvarchar(300)', 'not null'], ['ordem', 'int', 'not null'],
            ['linha', 'nvarchar(2000)', 'not null']
        ],
        'audit.dq_resultado': [
            ['run_id', 'bigint', 'not null'], ['teste', 'nvarchar(300)', 'not null'], ['entidade', 'nvarchar(200)', 'not null'],
            ['coluna', 'nvarchar(200)', 'null'], ['severidade', 'nvarchar(10)', 'not null'],
            ['status', 'nvarchar(20)', 'not null'], ['falhas', 'bigint', 'not null'], ['executado_em', instante, 'not null']
        ],
        'audit.reabertura_metas': [
            ['run_id', 'bigint', 'not null'], ['meses', 'nvarchar(500)', 'not null'], ['reaberto_em', instante, 'not null'],
            ['usuario', 'nvarchar(200)', 'not null']
        ],
        'audit.schema_origem': [
            ['tabela', 'nvarchar(128)', 'not null'], ['coluna', 'nvarchar(128)', 'not null'],
            ['tipo', 'nvarchar(100)', 'not null'], ['visto_em', instante, 'not null'], ['mudanca', 'nvarchar(20)', 'null']
        ],
        'audit.connection_login_events': [
            ['evento_em', instante, 'not null'], ['servidor', 'nvarchar(200)', 'not null'], ['banco', 'nvarchar(200)', 'not null'],
            ['usuario', 'nvarchar(200)', 'not null'], ['aplicacao', 'nvarchar(200)', 'not null'],
            ['origem', 'nvarchar(200)', 'not null'], ['sucesso', 'bit', 'not null'], ['duracao_ms', 'int', 'null'],
            ['codigo_erro', 'nvarchar(50)', 'null'], ['categoria_erro', 'nvarchar(30)', 'null'],
            ['mensagem_erro', 'nvarchar(2000)', 'null'], ['evento_id', 'nvarchar(40)', 'null']
        ]
    }) }}
{% endmacro %}
