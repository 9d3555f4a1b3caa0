{#
    num / den × 100 with 2 places, half away from zero, exact: money of two places is counted in cents.
    decimal(18,2), the largest that fits where it would not; NULL when den is 0 or NULL.
#}
{% macro percentual(num, den) -%}
    {%- set n = 'abs(cast(cast(' ~ num ~ ' as decimal(28, 2)) * 100 as decimal(38, 0)))' -%}
    {%- set d = 'abs(cast(cast(' ~ den ~ ' as decimal(28, 2)) * 100 as decimal(38, 0)))' -%}
    {%- set centesimos = divisao_inteira(n ~ ' * 20000 + ' ~ d, 'nullif(2 * ' ~ d ~ ', 0)') -%}
    cast(
        case when ({{ num }}) < 0 and ({{ den }}) > 0 or ({{ num }}) > 0 and ({{ den }}) < 0 then -0.01 else 0.01 end
        * case when {{ centesimos }} > 999999999999999999 then 999999999999999999 else {{ centesimos }} end
        as decimal(18, 2)
    )
{%- endmacro %}
