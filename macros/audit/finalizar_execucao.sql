{#
    on-run-end, also after failures: every node and test of the run into audit, error categories, totals and the final status. The
    lock goes with the status. Does nothing when this invocation holds no open run.

    status: success; partial = some entity loaded but a node or test failed, the reconciliation found differences, or too much of a
    source table was rejected; failed = a node or test failed and no entity loaded.
#}
{% macro finalizar_execucao(resultados) %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
    {% set run = controle('audit', 'etl_run') %}
    {% set aberta = run_query("select run_id from " ~ run ~ " where status = 'running' and invocation_id = '" ~ invocation_id ~ "'").rows %}
    {% if aberta | length == 0 %}{{ return('') }}{% endif %}
    {% set id = aberta[0][0] %}

    {% set nos = [] %}
    {% set testes = [] %}
    {% for r in resultados %}
        {% if r.node.resource_type in ['test', 'unit_test'] %}{% do testes.append(r) %}
        {% elif r.node.resource_type not in ['operation', 'exposure', 'saved_query'] %}{% do nos.append(r) %}
        {% endif %}
    {% endfor %}
    {% do registrar_nos(id, nos) %}
    {% do registrar_testes(id, testes) %}
    {% do classificar(controle('audit', 'etl_run_entity'), "run_id = " ~ id ~ " and status = 'failed'") %}
    {% do contar_quarentena(id) %}
    {% do run_query(dobrar_eventos()) %}
    {% do registrar_nulos(id) %}
    {% do registrar_linhas(id) %}

    {% set ok = nos | selectattr('status', 'in', ['success', 'pass']) | list | length %}
    {% set erros = nos | selectattr('status', 'in', ['error', 'fail', 'runtime error', 'partial success']) | list %}
    {% set falhos = testes | selectattr('status', 'in', ['fail', 'error']) | list %}
    {% set pulados = nos | selectattr('status', 'equalto', 'skipped') | list | length %}
    {% set carregadas = nos | selectattr('status', 'equalto', 'success') | selectattr('node.name', 'in', entidades().keys() | list)
        | list | length %}
    {% set diferencas = contar_diferencas(id) %}
    {% set rejeicao = rejeicao_excessiva(id) %}
    {% set falhou = rejeicao or erros | length + falhos | length + pulados + diferencas > 0 %}
    {% set status = 'success' if not falhou else ('partial' if carregadas > 0 or (diferencas > 0 and not erros) else 'failed') %}
    {% set ruim = (erros + falhos)[0] if erros or falhos else none %}
    {% set mensagem = rejeicao if rejeicao and not erros else (ruim.node.name ~ ': ' ~ ruim.message) if ruim else (
        diferencas ~ ' reconciliation differences' if diferencas > 0 else none) %}
    {% do run_query(fechar_execucao(run, id, status, nos | length, ok, erros | length, pulados, falhos | length, mensagem)) %}
    {% do registrar_amostras(id, testes) %}
    {% do registrar_linhagem() %}
    {% do declarar_chaves_estrangeiras() %}
    {# Last: what reads the server's audit may fail without keeping the run open. #}
    {% do registrar_conexoes() %}
    {{ return('') }}
{% endmacro %}

{% macro fechar_execucao(run, id, status, total, ok, erros, pulados, falhos, mensagem) %}
{% set linhas = controle('audit', 'etl_run_entity') %}
{% set do_run = "from " ~ linhas ~ " where run_id = " ~ id ~ " and entidade in ('" ~ entidades().keys() | join("', '") ~ "')" %}
update {{ run }}
set
    status = '{{ status }}',
    finalizado_em = {{ agora() }},
    nos_total = {{ total }},
    nos_ok = {{ ok }},
    nos_erro = {{ erros }},
    nos_pulados = {{ pulados }},
    testes_falhos = {{ falhos }},
    linhas_inseridas = (select coalesce(sum(linhas_inseridas), 0) {{ do_run }}),
    linhas_atualizadas = (select coalesce(sum(linhas_atualizadas), 0) {{ do_run }}),
    linhas_excluidas = (select coalesce(sum(linhas_excluidas), 0) {{ do_run }}),
    linhas_sem_carimbo = (select coalesce(sum(linhas_sem_carimbo), 0) from {{ linhas }} where run_id = {{ id }}),
    mensagem_erro = {{ texto_sql(mensagem, 2000) if mensagem else 'null' }}
where run_id = {{ id }}
{% endmacro %}

{# One row per node: what loads wrote its own (it gets its times here), the others are inserted. #}
{% macro registrar_nos(id, nos) %}
    {% set linhas = controle('audit', 'etl_run_entity') %}
    {% for lote in nos | batch(200) %}
        {% set valores %}
            {%- for r in lote %}
            select
                '{{ r.node.name }}' as entidade, '{{ r.node.resource_type }}' as tipo_recurso,
                '{{ r.status if r.status in ['success', 'skipped'] else 'failed' }}' as status,
                {{ hora_do_no(r, 'started_at') }} as iniciado_em, {{ hora_do_no(r, 'completed_at') }} as finalizado_em,
                cast({{ r.execution_time }} as decimal(12, 3)) as duracao_s,
                cast({{ texto_sql(r.message, 2000) if r.message and r.status != 'success' else 'null' }} as {{ tipo('nvarchar(2000)') }}) as mensagem_erro
            {{ "union all" if not loop.last }}
            {%- endfor %}
        {% endset %}
        {% do run_query(atualizar_nos(linhas, id, valores)) %}
        {% do run_query(inserir_nos(linhas, id, valores)) %}
    {% endfor %}
{% endmacro %}

{% macro atualizar_nos(linhas, id, valores) %}
update {{ linhas }}
set
    iniciado_em = coalesce(n.iniciado_em, {{ linhas.identifier }}.iniciado_em),
    finalizado_em = coalesce(n.finalizado_em, {{ linhas.identifier }}.finalizado_em),
    duracao_s = n.duracao_s,
    mensagem_erro = n.mensagem_erro
from ({{ valores }}) as n
where {{ linhas.identifier }}.run_id = {{ id }} and {{ linhas.identifier }}.entidade = n.entidade
{% endmacro %}

{% macro inserir_nos(linhas, id, valores) %}
insert into {{ linhas }} (
    run_id, entidade, tipo_recurso, status, iniciado_em, finalizado_em, duracao_s, linhas_lidas, linhas_inseridas, linhas_atualizadas,
    linhas_excluidas, linhas_quarentena, mensagem_erro, linhas_sem_carimbo
)
select
    {{ id }}, n.entidade, n.tipo_recurso, n.status, n.iniciado_em, n.finalizado_em, n.duracao_s, 0, 0, 0, 0, 0, n.mensagem_erro, 0
from ({{ valores }}) as n
where not exists (select 1 from {{ linhas }} as e where e.run_id = {{ id }} and e.entidade = n.entidade)
{% endmacro %}

{% macro hora_do_no(resultado, campo) %}
    {%- for t in resultado.timing if t.name == 'execute' and t[campo] -%}
        {#- dbt's own times are UTC #}
        {{- return(de_utc("cast('" ~ t[campo].strftime('%Y-%m-%d %H:%M:%S.%f') ~ "' as " ~ tipo('datetime2(6)') ~ ")")) -}}
    {%- endfor -%}
    {{- return('cast(null as ' ~ tipo('datetime2(6)') ~ ')') -}}
{% endmacro %}

{% macro registrar_testes(id, testes) %}
    {% for lote in testes | batch(200) %}
        {% set sql %}
            insert into {{ controle('audit', 'dq_resultado') }} (
                run_id, teste, entidade, coluna, severidade, status, falhas, executado_em, sql_teste
            )
            {%- for r in lote %}
            select
                {{ id }}, {{ texto_sql(r.node.name, 300) }},
                {{ texto_sql(entidade_do_teste(r.node), 200) }},
                cast({{ texto_sql(r.node.column_name, 200) if r.node.column_name else 'null' }} as {{ tipo('nvarchar(200)') }}),
                '{{ (r.node.config.severity or 'error') | lower }}', '{{ r.status }}', {{ r.failures or 0 }}, {{ agora() }},
                cast({{ sql_do_teste(r) }} as {{ tipo('nvarchar(4000)') }})
            {{ "union all" if not loop.last }}
            {%- endfor %}
        {% endset %}
        {% do run_query(sql) %}
    {% endfor %}
{% endmacro %}

{# The query of a test that did not pass, as an SQL literal: the rows that it selects are those that fail. #}
{% macro sql_do_teste(r) %}
    {% if r.status in ['pass', 'skipped'] or not r.node.compiled_code %}{{ return('null') }}{% endif %}
    {% set texto = r.node.compiled_code | trim %}
    {{ return(texto_sql(texto if texto | length <= 4000 else texto[:3900] ~ '\n-- ... (' ~ texto | length ~ ')', 4000)) }}
{% endmacro %}

{% macro entidade_do_teste(no) %}
    {% if no.attached_node %}{{ return(no.attached_node.split('.')[-1]) }}
    {% elif no.model %}{{ return(no.model) }}
    {% elif no.depends_on.nodes %}{{ return(no.depends_on.nodes[0].split('.')[-1]) }}
    {% else %}{{ return(no.name) }}
    {% endif %}
{% endmacro %}

{# The first pattern of ctl.taxonomia_erros that the message fits names the category of the rows that `condicao` picks. #}
{% macro classificar(relacao, condicao) %}
    {% set taxonomia = controle('ctl', 'taxonomia_erros') %}
    {% if not tabela_existe(taxonomia) %}{{ return('') }}{% endif %}
    {% set sql %}
        update {{ relacao }}
        set categoria_erro = coalesce((
            select min(t.categoria)
            from {{ taxonomia }} as t
            where t.ordem = (
                select min(p.ordem) from {{ taxonomia }} as p where lower({{ relacao.identifier }}.mensagem_erro) like lower(p.padrao)
            )
        ), 'outro')
        where {{ condicao }}
    {% endset %}
    {% do run_query(sql) %}
{% endmacro %}

{#
    Rows that this run newly rejected, at the entity whose source tables they are of. Each of them was read: what a sweep found without a
    stamp, or of another table of the entity, is not among those that its window counted.
#}
{% macro contar_quarentena(id) %}
    {% set quarentena = controle('audit', 'quarentena') %}
    {% if not tabela_existe(quarentena) %}{{ return('') }}{% endif %}
    {% set linhas = controle('audit', 'etl_run_entity') %}
    {% set sql %}
update {{ linhas }}
set
    linhas_quarentena = novas.total,
    linhas_lidas = case when linhas_lidas < novas.total then novas.total else linhas_lidas end
from (
    select de_quem.entidade, count(*) as total
    from {{ quarentena }} as q
    inner join (
        {%- for entidade, tabelas in entidades().items() %}{% set outer = loop %}
        {%- for tabela in tabelas %}
        select '{{ tabela }}' as tabela, '{{ entidade }}' as entidade {{ 'union all' if not (outer.last and loop.last) }}
        {%- endfor %}
        {%- endfor %}
    ) as de_quem on q.entidade = de_quem.tabela
    where q.run_id = {{ id }}
    group by de_quem.entidade
) as novas
where {{ linhas.identifier }}.run_id = {{ id }} and {{ linhas.identifier }}.entidade = novas.entidade
    {% endset %}
    {% do run_query(sql) %}
{% endmacro %}

{% macro contar_diferencas(id) %}
    {% set reconciliacao = controle('audit', 'reconciliacao') %}
    {% if not tabela_existe(reconciliacao) %}{{ return(0) }}{% endif %}
    {{ return(run_query("select count(*) as diferencas from " ~ reconciliacao ~ " where run_id = " ~ id ~ " and status <> 'ok'").rows[0][0]) }}
{% endmacro %}
