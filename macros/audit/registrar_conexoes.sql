{#
    on-run-end: connection attempts into audit.connection_login_events, each one once.

    - What the launcher could not write when it happened (environment variable DW_CONEXOES, its evento_id made then).
    - On SQL Server the logins in the audit's files. All that the files hold is compared with what the table holds, so it does
      not matter where a file ends, which one is being written, or whether files are read again. Identity of a login: everything
      that the server says of it, and its number among equals. A file that the server reused before a run read it is lost: the
      run warns when nothing that is in the files was read before.

    What is older than the variable retencao_conexoes_dias goes, and is not read from the files again.
#}
{% macro registrar_conexoes() %}
    {% set eventos = controle('audit', 'connection_login_events') %}
    {% for evento in fromjson(env_var('DW_CONEXOES', '[]')) %}
        {% do run_query(inserir_conexao(eventos, evento)) %}
    {% endfor %}
    {% set arquivos = arquivos_de_auditoria() %}
    {% if arquivos %}
        {% do avisar_lacuna(eventos, arquivos) %}
        {% do run_query(inserir_logins(eventos, arquivos)) %}
    {% endif %}
    {% do classificar(eventos, 'sucesso = 0 and categoria_erro is null') %}
    {% do run_query(esquecer_conexoes(eventos)) %}
{% endmacro %}

{# The oldest moment that is kept. #}
{% macro conexoes_desde() -%}
    {{ dbt.dateadd('day', -1 * var('retencao_conexoes_dias'), agora()) }}
{%- endmacro %}

{% macro esquecer_conexoes(eventos) %}
delete from {{ eventos }} where evento_em < {{ conexoes_desde() }}
{% endmacro %}

{% macro inserir_conexao(eventos, evento) %}
insert into {{ eventos }}
select
    {{ de_utc(instante(evento.evento_em)) }}, {{ texto_sql(evento.servidor, 200) }}, {{ texto_sql(evento.banco, 200) }},
    {{ texto_sql(evento.usuario or 'unknown', 200) }}, {{ texto_sql(evento.aplicacao, 200) }},
    {{ texto_sql(evento.origem or 'unknown', 200) }}, {{ bit('1 = 0') }}, {{ evento.duracao_ms | int }},
    {{ texto_sql(evento.codigo_erro, 50) }}, cast(null as {{ tipo('nvarchar(30)') }}), {{ texto_sql(evento.mensagem_erro, 2000) }},
    {{ texto_sql(evento.evento_id, 40) }}
where not exists (select 1 from {{ eventos }} as e where e.evento_id = {{ texto_sql(evento.evento_id, 40) }})
{% endmacro %}

{# `arquivos`: what reads as sys.fn_get_audit_file. A record too large for one row goes on in rows with a higher sequence_number. #}
{% macro inserir_logins(eventos, arquivos) %}
insert into {{ eventos }}
select
    lido.evento_em, lido.servidor, lido.banco, lido.usuario, lido.aplicacao, lido.origem, lido.sucesso, lido.duracao_ms,
    lido.codigo_erro, cast(null as {{ tipo('nvarchar(30)') }}), lido.mensagem_erro, lido.evento_id
from (
    select
        {{ de_utc('cast(numerado.event_time as ' ~ tipo('datetime2(6)') ~ ')') }} as evento_em,
        cast(coalesce(numerado.server_instance_name, 'unknown') as {{ tipo('nvarchar(200)') }}) as servidor,
        cast(coalesce(nullif(numerado.database_name, ''), 'master') as {{ tipo('nvarchar(200)') }}) as banco,
        cast(coalesce(numerado.server_principal_name, 'unknown') as {{ tipo('nvarchar(200)') }}) as usuario,
        cast(coalesce(nullif(numerado.application_name, ''), 'unknown') as {{ tipo('nvarchar(200)') }}) as aplicacao,
        cast(coalesce(nullif(numerado.client_ip, ''), 'unknown') as {{ tipo('nvarchar(200)') }}) as origem,
        {{ bit('numerado.succeeded = 1') }} as sucesso,
        cast(numerado.duration_milliseconds as int) as duracao_ms,
        case when numerado.succeeded = 0 then {{ codigo_do_login('numerado.additional_information') }} end as codigo_erro,
        case when numerado.succeeded = 0 then cast(numerado.statement as {{ tipo('nvarchar(2000)') }}) end as mensagem_erro,
        {{ dbt.concat(['numerado.identidade', "'-'", 'cast(numerado.copia as ' ~ tipo('varchar(6)') ~ ')']) }} as evento_id
    from (
        select
            identificado.*,
            row_number() over (partition by identificado.identidade order by identificado.event_time) as copia
        from (
            select
                a.*,
                {{ md5_hex(dbt.concat(identidade_do_login())) }} as identidade
            from {{ arquivos }} as a
            where a.action_id in ('LGIS', 'LGIF') and a.sequence_number = 1
        ) as identificado
    ) as numerado
) as lido
where
    lido.evento_em >= {{ conexoes_desde() }}
    and not exists (select 1 from {{ eventos }} as e where e.evento_id = lido.evento_id)
{% endmacro %}

{% macro identidade_do_login() %}
    {% set textos = textos_canonicos([
        ['a.event_time', 'datetime2(6)'], ['a.action_id', 'varchar(4)'], ['a.session_id', 'int'],
        ['a.server_principal_name', 'nvarchar(128)'], ['a.database_name', 'nvarchar(128)'],
        ['a.application_name', 'nvarchar(128)'], ['a.client_ip', 'nvarchar(128)'], ['a.statement', 'nvarchar(4000)']
    ]) %}
    {% set partes = [] %}
    {% for texto in textos %}
        {% do partes.append(texto) %}
        {% if not loop.last %}{% do partes.append("'|'") %}{% endif %}
    {% endfor %}
    {{ return(partes) }}
{% endmacro %}

{# Only events from files have a '-' in evento_id. #}
{% macro avisar_lacuna(eventos, arquivos) %}
    {% set lacuna = run_query(lacuna_da_auditoria(eventos, arquivos)).rows %}
    {% if lacuna | length > 0 %}
        {% do exceptions.warn(
            "The audit's files of SQL Server were reused before they were read: logins after " ~ lacuna[0][0] ~ " and before "
            ~ lacuna[0][1] ~ " may be missing in audit.connection_login_events. Run more often, or make the files larger."
        ) %}
    {% endif %}
{% endmacro %}

{% macro lacuna_da_auditoria(eventos, arquivos) %}
select {{ texto_canonico('lido.ate', 'datetime2(6)') }} as ate, {{ texto_canonico('nos_arquivos.desde', 'datetime2(6)') }} as desde
from (select max(e.evento_em) as ate from {{ eventos }} as e where e.evento_id like '%-%') as lido
cross join (
    select min({{ de_utc('cast(a.event_time as ' ~ tipo('datetime2(6)') ~ ')') }}) as desde from {{ arquivos }} as a
) as nos_arquivos
where nos_arquivos.desde > lido.ate
{% endmacro %}
