{#
    floor(dividendo / divisor) for non-negative whole numbers of up to 38 digits, exact on every engine
    (a plain division is a double on DuckDB and loses scale on SQL Server). The divisor must not be 0.
#}
{% macro divisao_inteira(dividendo, divisor) -%}
    {{ adapter.dispatch('divisao_inteira')(dividendo, divisor) }}
{%- endmacro %}

{% macro default__divisao_inteira(dividendo, divisor) -%}
    cast(
        (cast({{ dividendo }} as decimal(38, 0)) - cast({{ dividendo }} as decimal(38, 0)) % cast({{ divisor }} as decimal(38, 0)))
        / cast({{ divisor }} as decimal(38, 0)) as decimal(38, 0)
    )
{%- endmacro %}

{% macro duckdb__divisao_inteira(dividendo, divisor) -%}
    cast(cast({{ dividendo }} as hugeint) // cast({{ divisor }} as hugeint) as decimal(38, 0))
{%- endmacro %}
