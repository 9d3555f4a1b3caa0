{#
    The variables that shape rows are part of the warehouse (ctl.variaveis: as of the last load of everything). A run with other values
    would delete what they leave out: it is refused, but for a full refresh, or where it says that it changes them (mudar_variaveis).
    One that does so to a part of the warehouse records nothing: the next run of everything puts it right.
#}
{% macro conferir_variaveis() %}
    {% set antes = variaveis_registradas() %}
    {% set agora = variaveis_da_carga() %}
    {% set outras = [] %}
    {% set de_antes = [] %}
    {% for nome, valor in agora.items() if antes.get(nome, valor) != valor %}
        {% do outras.append(nome ~ ' ' ~ antes[nome] ~ ', not ' ~ valor) %}
        {% do de_antes.append(nome ~ ': "' ~ antes[nome] ~ '"') %}
    {% endfor %}
    {% if outras and not var('mudar_variaveis') and not flags.FULL_REFRESH %}
        {% do recusar(
            "This warehouse was loaded with " ~ outras | join('; ') ~ ": keep that by --vars '{" ~ de_antes | join(', ')
            ~ "}' or in dbt_project.yml, or change it by --full-refresh, or by --vars '{mudar_variaveis: true}'."
        ) %}
    {% endif %}
{% endmacro %}

{# Those that the run loads with, once nothing refuses it any more. #}
{% macro registrar_variaveis() %}
    {% set antes = variaveis_registradas() %}
    {% set inteira = montados(entidades().keys() | list) %}
    {% for nome, valor in variaveis_da_carga().items() if nome not in antes or (inteira and antes[nome] != valor) %}
        {% do registrar_valores(controle('ctl', 'variaveis'), 'nome', nome, {'valor': texto_sql(valor, 100)}, nome in antes) %}
    {% endfor %}
{% endmacro %}

{% macro variaveis_registradas() %}
    {% set valores = {} %}
    {% for linha in run_query('select nome, valor from ' ~ controle('ctl', 'variaveis')).rows %}{% do valores.update({linha[0]: linha[1]}) %}{% endfor %}
    {{ return(valores) }}
{% endmacro %}

{# Those that decide which rows there are and what is frozen. #}
{% macro variaveis_da_carga() %}
    {% set valores = {} %}
    {% for nome in ['dim_data_inicio', 'dim_data_fim', 'dias_fechamento'] %}{% do valores.update({nome: var(nome) | string}) %}{% endfor %}
    {{ return(valores) }}
{% endmacro %}
