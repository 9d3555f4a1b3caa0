{# num / den rounded to `casas` places as decimal(18, casas); NULL when den is 0 or NULL, or it does not fit. For display figures: the division is a float. #}
{% macro razao(num, den, casas) -%}
    try_cast(round(cast({{ num }} as {{ tipo('float') }}) / nullif(cast({{ den }} as {{ tipo('float') }}), 0), {{ casas }}) as decimal(18, {{ casas }}))
{%- endmacro %}
