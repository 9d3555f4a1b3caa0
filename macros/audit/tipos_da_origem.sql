{#
    Whether the warehouse can read a source column of type `achado` (any engine's name, lower case) where its sources declare
    `declarado` (T-SQL), without losing anything in silence: other lengths and sizes of the same kind yes (a value that does not fit
    reads as NULL), but no text longer than the warehouse keeps, no finer decimals, no time zone.
#}
{% macro tipo_serve(achado, declarado) %}
    {% set a = partes_do_tipo(achado) %}
    {% set d = partes_do_tipo(declarado) %}
    {% if d.especie == 'decimal' %}
        {{ return(a.especie == 'inteiro' or (a.especie == 'decimal' and a.escala <= d.escala)) }}
    {% elif d.especie == 'texto' %}
        {{ return(a.especie == 'texto' and (a.tamanho == 0 or 0 < a.tamanho <= d.tamanho)) }}
    {% elif d.especie == 'data' %}
        {{ return(a.especie in ['data', 'instante']) }}
    {% endif %}
    {{ return(a.especie == d.especie) }}
{% endmacro %}

{# {especie, tamanho, escala} of a type's name; tamanho and escala are 0 where it names none. #}
{% macro partes_do_tipo(nome) %}
    {% set base = nome.split('(')[0] | trim | lower %}
    {% set numeros = (nome.split('(')[1].split(')')[0].split(',') if '(' in nome else []) | map('trim') | map('int') | list %}
    {% set especies = {
        'inteiro': ['tinyint', 'smallint', 'int', 'integer', 'bigint'],
        'decimal': ['decimal', 'numeric', 'money', 'smallmoney'],
        'texto': ['char', 'nchar', 'varchar', 'nvarchar', 'text', 'enum'],
        'data': ['date'],
        'instante': ['datetime', 'datetime2', 'smalldatetime', 'timestamp', 'timestamp_s', 'timestamp_ms'],
        'logico': ['bit', 'boolean']
    } %}
    {% set achadas = [] %}
    {% for especie, nomes in especies.items() if base in nomes %}{% do achadas.append(especie) %}{% endfor %}
    {{ return({
        'especie': achadas[0] if achadas and 'time zone' not in nome else nome,
        'tamanho': numeros[0] if numeros else 0,
        'escala': numeros[1] if numeros | length > 1 else (4 if 'money' in base else 0)
    }) }}
{% endmacro %}
