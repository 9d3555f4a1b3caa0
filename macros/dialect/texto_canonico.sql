{#
    The text of a value for hashing, the same on every engine. `logico` is the column's logical type.
    NULL becomes a mark that no value has.
#}
{% macro texto_canonico(expressao, logico) -%}
    coalesce({{ adapter.dispatch('texto_canonico')(expressao, logico | lower) }}, '<nulo>')
{%- endmacro %}

{% macro default__texto_canonico(expressao, logico) -%}
    {%- if logico.startswith('datetime2') -%} convert(varchar(26), cast({{ expressao }} as datetime2(6)), 121)
    {%- elif logico == 'date' -%} convert(varchar(10), {{ expressao }}, 23)
    {%- elif logico.startswith('nvarchar') or logico.startswith('varchar') -%}
        cast({{ expressao }} as varchar(4000)) collate Latin1_General_100_BIN2_UTF8
    {%- else -%} cast({{ expressao }} as varchar(40))
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__texto_canonico(expressao, logico) -%}
    {%- if logico.startswith('datetime2') -%} strftime(cast({{ expressao }} as timestamp), '%Y-%m-%d %H:%M:%S.%f')
    {%- elif logico == 'bit' -%} cast(cast({{ expressao }} as integer) as varchar)
    {%- else -%} cast({{ expressao }} as varchar)
    {%- endif -%}
{%- endmacro %}
