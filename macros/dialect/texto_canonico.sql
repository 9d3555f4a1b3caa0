{#
    The text of a value for hashing, the same on every engine; NULL becomes a mark that no value has. `pares`: list of
    [expression, logical type]. The list form is dispatched once, for the many columns of a row_hash.
    SQL Server: the collation goes inside the cast. An nvarchar becomes UTF-8 bytes there; a varchar of the database's own code page
    would lose letters before it got the collation, and hashing nvarchar itself would hash UTF-16.
#}
{% macro texto_canonico(expressao, logico) -%}
    {{ return(textos_canonicos([[expressao, logico]])[0]) }}
{%- endmacro %}

{% macro textos_canonicos(pares) -%}
    {{ return(adapter.dispatch('textos_canonicos')(pares)) }}
{%- endmacro %}

{% macro default__textos_canonicos(pares) %}
    {% set textos = [] %}
    {% for expressao, logico in pares %}
        {% set t = logico | lower %}
        {% do textos.append("coalesce(" ~ (
            'convert(varchar(26), cast(' ~ expressao ~ ' as datetime2(6)), 121)' if t.startswith('datetime2')
            else 'convert(varchar(10), ' ~ expressao ~ ', 23)' if t == 'date'
            else 'cast((' ~ expressao ~ ') collate Latin1_General_100_BIN2_UTF8 as varchar(4000))' if 'varchar' in t
            else 'cast(' ~ expressao ~ ' as varchar(40))'
        ) ~ ", '<nulo>')") %}
    {% endfor %}
    {{ return(textos) }}
{% endmacro %}

{% macro duckdb__textos_canonicos(pares) %}
    {% set textos = [] %}
    {% for expressao, logico in pares %}
        {% set t = logico | lower %}
        {% do textos.append("coalesce(" ~ (
            "strftime(cast(" ~ expressao ~ " as timestamp), '%Y-%m-%d %H:%M:%S.%f')" if t.startswith('datetime2')
            else 'cast(cast(' ~ expressao ~ ' as integer) as varchar)' if t == 'bit'
            else 'cast(' ~ expressao ~ ' as varchar)'
        ) ~ ", '<nulo>')") %}
    {% endfor %}
    {{ return(textos) }}
{% endmacro %}
