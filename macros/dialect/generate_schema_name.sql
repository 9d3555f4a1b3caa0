{# Schemas are named as configured (dim, fact, vw, ...), without the target's prefix; Elementary's own is `elementary`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or ('elementary' if node.package_name == 'elementary' else target.schema) }}
{%- endmacro %}
