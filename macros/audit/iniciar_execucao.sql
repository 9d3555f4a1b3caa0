{#
    on-run-start: opens the audited run, whoever starts dbt. Creates what is missing, takes the run lock (the row with
    status 'running' is the lock), fixes the cutoff, and refuses, before anything is written, another source, a source
    whose clock went back, a source that lacks a column in use, and a selection that would load from a stale working set.
#}
{% macro iniciar_execucao() %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
    {% do criar_controle() %}
    {% set run = controle('audit', 'etl_run') %}
    {% do run_query(abortar_mortas(run)) %}
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
    {% do retirar_chaves_estrangeiras() %}
    {% do run_query(registrar_conexao()) %}
    {{ return('') }}
{% endmacro %}

{% macro abortar_mortas(run) %}
update {{ run }}
set
    status = 'aborted',
    finalizado_em = {{ agora() }},
    mensagem_erro = 'The process of this run ended without closing it; the next run finished its work.'
where status = 'running' and invocation_id <> '{{ invocation_id }}' and {{ execucao_morta() }}
{% endmacro %}

{% macro abrir_execucao(run) %}
insert into {{ run }}
select
    coalesce(max(run_id), 0) + 1,
    'running',
    {{ agora() }},
    null,
    {{ cutoff_da_execucao() }},
    {{ texto_sql(env_var('DW_COMANDO', '') or invocation_args_dict.get('invocation_command', 'dbt'), 1000) }},
    nullif({{ texto_sql(invocation_args_dict.get('selector') or (invocation_args_dict.get('select') or []) | join(' '), 500) }}, ''),
    {{ texto_sql(target.name, 50) }},
    {{ texto_sql(versao_do_projeto(), 20) }},
    nullif({{ texto_sql(env_var('DW_GIT_SHA', ''), 40) }}, ''),
    {{ texto_sql(dbt_version, 20) }},
    {{ texto_sql(env_var('DW_HOST', env_var('HOSTNAME', env_var('COMPUTERNAME', 'unknown'))), 200) }},
    {{ texto_sql(usuario(), 200) }},
    0, 0, 0, 0, 0, 0, 0, 0,
    null,
    '{{ invocation_id }}'
from {{ run }} {{ trava_exclusiva() }}
having coalesce(sum(case when status = 'running' then 1 else 0 end), 0) = 0
{% endmacro %}

{# The last moment of which everything is committed, the cutoff that was asked for, or, to compare without loading, the moment up to which everything is loaded. #}
{% macro cutoff_da_execucao() -%}
    {%- if var('cutoff') -%} {{ instante(var('cutoff')) }}
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
    {{ bit('1 = 1') }}, nullif({{ env_var('DW_CONEXAO_MS', '-1') | int }}, -1), null, null, null, null
{% endmacro %}
