{#
    The cutoff of a run: the latest moment before which nothing can still be committed. A transaction that is open while a run starts
    may have stamped rows that the run cannot see; a later window would begin after those stamps.

    SQL Server: just before the oldest transaction that is open in the source began (10 ms for the coarser clock of its begin), where
    the login may see transactions (VIEW SERVER STATE); else the clock, and the overlap of the windows catches late commits. A
    forgotten transaction holds the window back by transacao_maxima_minutos at most, and never behind the last load.
    DuckDB: one process writes at a time, and none while this one reads: the clock.
#}
{% macro limite_da_janela() -%}
    {{ return(adapter.dispatch('limite_da_janela')()) }}
{%- endmacro %}

{% macro default__limite_da_janela() %}
    {{ return(agora()) }}
{% endmacro %}

{% macro sqlserver__limite_da_janela() %}
    {% set ve_transacoes = run_query(
        "select case when coalesce(has_perms_by_name(null, null, 'VIEW SERVER STATE'), 0) = 1"
        ~ " or coalesce(has_perms_by_name(null, null, 'VIEW SERVER PERFORMANCE STATE'), 0) = 1 then 1 else 0 end as ve"
    ).rows[0][0] == 1 %}
    {% if not ve_transacoes %}{{ return(agora()) }}{% endif %}
    {% set inicio = 'cast(ativa.transaction_begin_time as datetime2(6))' %}
    {% if var('relogio_utc') %}
        {% set inicio = 'dateadd(minute, datediff(minute, sysdatetime(), sysutcdatetime()), ' ~ inicio ~ ')' %}
    {% endif %}
    {% set aberta %}
        (
            select dateadd(millisecond, -10, min({{ inicio }}))
            from sys.dm_tran_active_transactions as ativa
            inner join sys.dm_tran_database_transactions as no_banco on ativa.transaction_id = no_banco.transaction_id
            where
                no_banco.database_id = db_id('{{ var("oltp_database") }}')
                and no_banco.database_transaction_begin_time is not null
                and ativa.transaction_type = 1
        )
    {% endset %}
    {% set teto = dbt.dateadd('minute', -1 * var('transacao_maxima_minutos'), agora()) %}
    {% set carregado = "(select max(c.ultimo_cutoff) from " ~ controle('ctl', 'etl_control') ~ " as c)" %}
    {% set linha = run_query(
        "select " ~ texto_canonico(agora(), 'datetime2(6)') ~ " as relogio, " ~ texto_canonico(aberta, 'datetime2(6)') ~ " as aberta, "
        ~ texto_canonico(teto, 'datetime2(6)') ~ " as teto, " ~ texto_canonico(carregado, 'datetime2(6)') ~ " as carregado"
    ).rows[0] %}
    {% set relogio, aberta_desde, teto, carregado = linha[0], linha[1], linha[2], linha[3] %}
    {% if not aberta_desde or aberta_desde == '<nulo>' or aberta_desde > relogio %}{{ return(instante(relogio)) }}{% endif %}
    {% set limite = [aberta_desde, teto] | max %}
    {{ return(instante([limite, carregado] | max if carregado != '<nulo>' else limite)) }}
{% endmacro %}
