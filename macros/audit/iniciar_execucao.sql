{#
    on-run-start: opens the audited run, whoever starts dbt. Creates what is missing, takes the run lock (the row with
    status 'running' is the lock), fixes the cutoff, and refuses, before anything is written, another source, a source
    whose clock went back, that lacks a column in use or lost its rows, tables of another version of the project, other
    variables than those of the last load, and a selection that would load from a stale working set.
#}
{% macro iniciar_execucao() %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
    {% do conferir_valores() %}
    {% do criar_controle() %}
    {% set run = controle('audit', 'etl_run') %}
    {% do abortar_mortas(run) %}
    {% do run_query(dobrar_eventos()) %}
    {% do run_query(abrir_execucao(run)) %}
    {% set dona = run_query(
        "select run_id, status, " ~ texto_canonico('iniciado_em', 'datetime2(6)') ~ " as desde, host, usuario, invocation_id from "
        ~ run ~ " where status = 'running'"
    ).rows[0] %}
    {% if dona[5] != invocation_id %}
        {{ exceptions.raise_compiler_error(
            "Run " ~ dona[0] ~ " of " ~ dona[4] ~ "@" ~ dona[3] ~ " holds the warehouse since " ~ dona[2][:19]
            ~ ": wait until it ends, then start again."
        ) }}
    {% endif %}
    {% do conferir_selecao() %}
    {% do conferir_origem() %}
    {% do conferir_cutoff() %}
    {% do registrar_schema_origem() %}
    {% if carrega_entidades() %}
        {% do conferir_contratos() %}
        {% do conferir_variaveis() %}
        {% do conferir_volume() %}
    {% endif %}
    {% do apagar_clientes() %}
    {% if carrega_entidades() %}{% do registrar_variaveis() %}{% endif %}
    {% do retirar_chaves_estrangeiras() %}
    {% do desfazer_primeiras_cargas() %}
    {% do run_query(registrar_conexao()) %}
    {{ return('') }}
{% endmacro %}

{% macro abortar_mortas(run) %}
    {% set mortas = run_query(
        "select run_id from " ~ run ~ " where status = 'running' and invocation_id <> '" ~ invocation_id ~ "' and " ~ execucao_morta()
    ).rows %}
    {% for morta in mortas %}
        {% do abortar_execucao(morta[0], mensagem_da_morta()) %}
    {% endfor %}
{% endmacro %}

{# Closes a run that did not reach its end: the totals are those of the loads that it committed; one that was under way wrote nothing. #}
{% macro abortar_execucao(id, mensagem) %}
    {% do contar_quarentena(id) %}
    {% set feitos = "(select count(*) from " ~ controle('audit', 'etl_run_entity') ~ " where run_id = " ~ id ~ ")" %}
    {% do run_query(fechar_execucao(controle('audit', 'etl_run'), id, 'aborted', feitos, feitos, 0, 0, 0, mensagem)) %}
{% endmacro %}

{# `dbt run-operation`: what the launcher calls after Ctrl-C, when dbt skips its on-run-end. #}
{% macro encerrar_interrompida(invocacao) %}
    {% set abertas = run_query(
        "select run_id from " ~ controle('audit', 'etl_run') ~ " where status = 'running' and invocation_id = " ~ texto_sql(invocacao, 36)
    ).rows %}
    {% for aberta in abertas %}
        {% do abortar_execucao(aberta[0], 'Interrupted; the next run finishes its work.') %}
    {% endfor %}
{% endmacro %}

{% macro abrir_execucao(run) %}
insert into {{ run }} (
    run_id, status, iniciado_em, finalizado_em, cutoff, comando, seletor, target, versao_projeto, git_sha, dbt_version, host, usuario,
    nos_total, nos_ok, nos_erro, nos_pulados, testes_falhos, linhas_inseridas, linhas_atualizadas, linhas_excluidas, mensagem_erro,
    invocation_id, varredura, linhas_sem_carimbo, testa_tudo, carrega
)
select
    coalesce(max(run_id), 0) + 1,
    'running',
    {{ agora() }},
    cast(null as {{ tipo('datetime2(6)') }}),
    {{ cutoff_da_execucao() }},
    {{ texto_sql(env_var('DW_COMANDO', '') or invocation_args_dict.get('invocation_command', 'dbt'), 1000) }},
    nullif({{ texto_sql(selecao_da_execucao(), 500) }}, ''),
    {{ texto_sql(target.name, 50) }},
    {{ texto_sql(versao_do_projeto(), 20) }},
    nullif({{ texto_sql(env_var('DW_GIT_SHA', ''), 40) }}, ''),
    {{ texto_sql(dbt_version, 20) }},
    {{ texto_sql(env_var('DW_HOST', env_var('HOSTNAME', env_var('COMPUTERNAME', 'unknown'))), 200) }},
    {{ texto_sql(usuario(), 200) }},
    0, 0, 0, 0, 0, 0, 0, 0,
    cast(null as {{ tipo('nvarchar(2000)') }}),
    '{{ invocation_id }}',
    {{ decide_varredura() }},
    0,
    {{ decide_testes() }},
    {{ bit('1 = 1' if carrega_entidades() else '1 = 0') }}
from {{ run }} {{ trava_exclusiva() }}
having coalesce(sum(case when status = 'running' then 1 else 0 end), 0) = 0
{% endmacro %}

{# Whether this run loads: builds an entity, or the versions that one is made of. #}
{% macro carrega_entidades() %}
    {% for r in selected_resources if not var('reconciliar') %}
        {% if r.split('.')[0] == 'snapshot' or r.split('.')[-1] in entidades() %}{{ return(true) }}{% endif %}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}

{# What was selected, or which months are reloaded. #}
{% macro selecao_da_execucao() %}
    {% if var('reprocessar_meses') %}{{ return('reprocessar_meses: ' ~ var('reprocessar_meses') | join(', ')) }}{% endif %}
    {{ return(invocation_args_dict.get('selector') or (invocation_args_dict.get('select') or []) | join(' ')) }}
{% endmacro %}

{# `dbt retry` goes on with the working tables of the run before it, so it must also keep that run's cutoff. #}
{% macro em_repeticao() %}
    {{ return('retry' in invocation_args_dict.get('invocation_command', '').split()) }}
{% endmacro %}

{# The last moment of which everything is committed, the cutoff that was asked for, or, to compare without loading, the moment up to which everything is loaded. #}
{% macro cutoff_da_execucao() -%}
    {%- set ultima = controle('audit', 'etl_run') -%}
    {%- if var('cutoff') -%} {{ instante(var('cutoff')) }}
    {%- elif em_repeticao() -%}
    coalesce((select r.cutoff from {{ ultima }} as r where r.run_id = (select max(u.run_id) from {{ ultima }} as u)), {{ limite_da_janela() }})
    {%- elif var('reconciliar') -%}
    coalesce((select min(c.ultimo_cutoff) from {{ controle('ctl', 'etl_control') }} as c), {{ agora() }})
    {%- else -%} {{ limite_da_janela() }}
    {%- endif -%}
{%- endmacro %}

{% macro usuario() %}
    {{ return(env_var('DW_USUARIO', env_var('USER', env_var('USERNAME', 'unknown')))) }}
{% endmacro %}

{% macro versao_do_projeto() %}
    {{ return(var('versao_projeto')) }}
{% endmacro %}

{# Closes the own run as failed with a sentence, and stops dbt with the same sentence. #}
{% macro recusar(mensagem) %}
    {% do run_query(
        "update " ~ controle('audit', 'etl_run') ~ " set status = 'failed', finalizado_em = " ~ agora()
        ~ ", mensagem_erro = " ~ texto_sql(mensagem, 2000) ~ " where invocation_id = '" ~ invocation_id ~ "'"
    ) %}
    {{ exceptions.raise_compiler_error(mensagem) }}
{% endmacro %}

{# A text as an SQL literal. #}
{% macro texto_sql(texto, tamanho) %}
    {{- return("'" ~ (texto | string)[:tamanho].replace("'", "''") ~ "'") -}}
{% endmacro %}

{% macro registrar_conexao() %}
insert into {{ controle('audit', 'connection_login_events') }}
select
    {{ agora() }}, {{ texto_sql(target.get('server') or target.get('host') or 'embedded', 200) }},
    {{ texto_sql(target.database, 200) }}, {{ texto_sql(usuario(), 200) }}, 'dbt',
    {{ texto_sql(env_var('DW_HOST', env_var('HOSTNAME', env_var('COMPUTERNAME', 'unknown'))), 200) }},
    {{ bit('1 = 1') }}, nullif({{ env_var('DW_CONEXAO_MS', '-1') | int }}, -1),
    cast(null as {{ tipo('nvarchar(50)') }}), cast(null as {{ tipo('nvarchar(30)') }}),
    cast(null as {{ tipo('nvarchar(2000)') }}), cast(null as {{ tipo('nvarchar(40)') }})
{% endmacro %}
