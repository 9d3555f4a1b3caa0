{#
    What reads the engine's audit of logins: a table-valued expression with the columns of sys.fn_get_audit_file; empty where the
    engine has none, DW_AUDIT_FOLDER does not name the server's folder, or the login may not read it.
#}
{% macro arquivos_de_auditoria() -%}
    {{ return(adapter.dispatch('arquivos_de_auditoria')()) }}
{%- endmacro %}

{% macro default__arquivos_de_auditoria() %}
    {{ return('') }}
{% endmacro %}

{% macro sqlserver__arquivos_de_auditoria() %}
    {% set pasta = env_var('DW_AUDIT_FOLDER', '') %}
    {% if not pasta %}{{ return('') }}{% endif %}
    {% set pode_ler = run_query(
        "select case when coalesce(has_perms_by_name(null, null, 'VIEW SERVER SECURITY AUDIT'), 0) = 1"
        ~ " or coalesce(has_perms_by_name(null, null, 'CONTROL SERVER'), 0) = 1 then 1 else 0 end as pode"
    ).rows[0][0] == 1 %}
    {% if not pode_ler %}{{ return('') }}{% endif %}
    {{ return("sys.fn_get_audit_file(" ~ texto_sql(pasta ~ '/*.sqlaudit', 260) ~ ", default, default)") }}
{% endmacro %}

{# The error number of a failed login, which its XML holds in hexadecimal: <error>0x00004818</error> is 18456. #}
{% macro codigo_do_login(xml) -%}
    {{ return(adapter.dispatch('codigo_do_login')(xml)) }}
{%- endmacro %}

{% macro default__codigo_do_login(xml) %}
    {{ return("cast(try_convert(int, try_convert(varbinary(4), substring(" ~ xml ~ ", charindex('<error>', " ~ xml
        ~ ") + 7, 10), 1)) as nvarchar(50))") }}
{% endmacro %}

{% macro duckdb__codigo_do_login(xml) %}
    {{ return("cast(try_cast(regexp_extract(" ~ xml ~ ", '<error>(0x[0-9A-Fa-f]+)<', 1) as integer) as varchar)") }}
{% endmacro %}

{# A moment in UTC in the time that `agora` gives. #}
{% macro de_utc(expressao) -%}
    {{ return(adapter.dispatch('de_utc')(expressao)) }}
{%- endmacro %}

{% macro default__de_utc(expressao) %}
    {{ return(expressao) }}
{% endmacro %}

{% macro sqlserver__de_utc(expressao) %}
    {% if var('relogio_utc') %}{{ return(expressao) }}{% endif %}
    {{ return('dateadd(minute, datepart(tzoffset, sysdatetimeoffset()), ' ~ expressao ~ ')') }}
{% endmacro %}
