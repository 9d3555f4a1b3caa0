{#
    Predicate on audit.etl_run: this other run, still marked running, cannot be alive. DuckDB lets one process write, so whoever
    holds the file knows that the others are dead. On SQL Server a run is given up after execucao_expira_minutos; one that run.py
    started at once, when this is run.py too and holds the lock that such a run holds while its process lives (DW_SOZINHO).
#}
{% macro execucao_morta() -%}
    {{ adapter.dispatch('execucao_morta')() }}
{%- endmacro %}

{% macro default__execucao_morta() -%}
    iniciado_em < {{ dbt.dateadd('minute', -1 * var('execucao_expira_minutos'), agora()) }}
{%- endmacro %}

{% macro sqlserver__execucao_morta() -%}
    ({{ default__execucao_morta() }}{% if env_var('DW_SOZINHO', '') == '1' %} or comando like 'run.py%'{% endif %})
{%- endmacro %}

{% macro duckdb__execucao_morta() %}1 = 1{% endmacro %}

{# What a run says whose process is gone; taxonomia_erros knows it. #}
{% macro mensagem_da_morta() %}The process of this run ended without closing it; the next run finishes its work.{% endmacro %}

{# The same for whoever reads: on DuckDB nobody reads while a run lives, elsewhere the time tells. #}
{% macro execucao_parada() -%}
    {{ adapter.dispatch('execucao_parada')() }}
{%- endmacro %}

{% macro default__execucao_parada() -%}
    {{ default__execucao_morta() }}
{%- endmacro %}

{% macro duckdb__execucao_parada() %}1 = 1{% endmacro %}
