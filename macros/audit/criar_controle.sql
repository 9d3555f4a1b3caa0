{#
    Schemas ctl and audit and their tables. dbt makes only the schemas of selected models, and these must exist before any of them.
    The statements say `if missing`, in one round trip; a table of an older version gets the columns that it lacks.
#}
{% macro criar_controle() %}
    {% set tabelas = tabelas_de_controle() %}
    {% set colunas = [] %}
    {% for nome, declaradas in tabelas.items() %}
        {% for coluna in declaradas %}{% do colunas.append(nome ~ '.' ~ coluna[0]) %}{% endfor %}
    {% endfor %}
    {% set existentes = run_query(
        "select lower(concat(TABLE_SCHEMA, '.', TABLE_NAME, '.', COLUMN_NAME)) as coluna from INFORMATION_SCHEMA.COLUMNS"
        ~ " where lower(TABLE_CATALOG) = '" ~ target.database | lower ~ "' and lower(TABLE_SCHEMA) in ('ctl', 'audit')"
    ).columns[0].values() | list %}
    {% if colunas | reject('in', existentes) | list %}
        {% for esquema in ['ctl', 'audit'] %}
            {% do adapter.create_schema(api.Relation.create(database=target.database, schema=esquema)) %}
        {% endfor %}
        {% for nome, declaradas in tabelas.items() %}
            {% set relacao = controle(*nome.split('.')) %}
            {% set nova = nome ~ '.' ~ declaradas[0][0] not in existentes %}
            {% if nova %}
                {% do run_query(criar_tabela(relacao, declaradas, chaves_de_controle().get(nome, [declaradas[0][0]]))) %}
                {# dbt has looked already which tables there are; some of these are models too #}
                {% do adapter.cache_added(relacao.incorporate(type='table')) %}
            {% endif %}
            {% for coluna in declaradas if not nova and nome ~ '.' ~ coluna[0] not in existentes %}
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

{# What SQL Server clusters a table by, where that is not its first column. #}
{% macro chaves_de_controle() %}
    {# a load reads the events of its own entity: no scan over rows that other loads are writing #}
    {{ return({'audit.etl_run_entity': ['entidade', 'run_id']}) }}
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
        'ctl.pedidos_carregados': [
            ['pedido_id', 'bigint', 'not null'], ['numero', 'decimal(38,0)', 'null'], ['run_id', 'bigint', 'not null']
        ],
        'ctl.grupos_tocados': [
            ['data_id', 'int', 'not null'], ['cliente_original_id', 'bigint', 'null'], ['pedido_original_id', 'bigint', 'null']
        ],
        'ctl.variaveis': [['nome', 'nvarchar(100)', 'not null'], ['valor', 'nvarchar(100)', 'not null']],
        'ctl.volume_origem': [
            ['tabela', 'nvarchar(50)', 'not null'], ['linhas', 'bigint', 'not null'], ['em_espera', 'bigint', 'not null'],
            ['adiante', 'bigint', 'not null'], ['carimbo_maximo', instante, 'null'], ['adiante_desde', instante, 'null']
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
            ['invocation_id', 'nvarchar(36)', 'not null'], ['varredura', 'bit', 'null'], ['linhas_sem_carimbo', 'bigint', 'null'],
            ['testa_tudo', 'bit', 'null'], ['carrega', 'bit', 'null'], ['aviso_relogio', 'nvarchar(500)', 'null']
        ],
        'audit.etl_run_entity': [
            ['run_id', 'bigint', 'not null'], ['entidade', 'nvarchar(200)', 'not null'],
            ['tipo_recurso', 'nvarchar(20)', 'not null'], ['status', 'nvarchar(20)', 'not null'],
            ['iniciado_em', instante, 'null'], ['finalizado_em', instante, 'null'], ['duracao_s', 'decimal(12,3)', 'null'],
            ['linhas_lidas', 'bigint', 'not null'], ['linhas_inseridas', 'bigint', 'not null'],
            ['linhas_atualizadas', 'bigint', 'not null'], ['linhas_excluidas', 'bigint', 'not null'],
            ['linhas_quarentena', 'bigint', 'not null'], ['cutoff_de', instante, 'null'], ['cutoff_ate', instante, 'null'],
            ['categoria_erro', 'nvarchar(30)', 'null'], ['mensagem_erro', 'nvarchar(2000)', 'null'],
            ['linhas_sem_carimbo', 'bigint', 'null']
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
        'audit.reconciliacao': [
            ['run_id', 'bigint', 'not null'], ['entidade', 'nvarchar(50)', 'not null'], ['periodo', 'nvarchar(20)', 'not null'],
            ['medida', 'nvarchar(50)', 'not null'], ['valor_origem', 'decimal(18,2)', 'null'], ['valor_dw', 'decimal(18,2)', 'null'],
            ['diferenca', 'decimal(18,2)', 'null'], ['status', 'nvarchar(20)', 'not null']
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
