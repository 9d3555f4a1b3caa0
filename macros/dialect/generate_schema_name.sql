{# Schemas are named as configured (dim, fact, vw, ...), without the target's prefix; Elementary's own is `elementary`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set packages = 'elementary' if node.package_name == 'elementary' else target.schema -%}
    {{ custom_schema_name or packages }}
{%- endmacro %}
