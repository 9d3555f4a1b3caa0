{#
    Variables that are numbers or days, and say something else: one sentence, before a statement is made of them. They come from a
    command line or from dbt_project.yml; an empty one (null) takes its default.
#}
{% macro conferir_valores() %}
    {% set numeros = [
        'sobreposicao_minutos', 'sla_minutos', 'dias_fechamento', 'varredura_horas', 'testes_horas', 'queda_maxima_percentual',
        'rejeicao_maxima_percentual', 'espera_maxima_horas', 'retencao_conexoes_dias', 'execucao_expira_minutos',
        'transacao_maxima_minutos', 'faixas_da_varredura',
    ] %}
    {% for nome in numeros if var(nome) is not none and not modules.re.fullmatch('[0-9]+([.][0-9]+)?', var(nome) | string) %}
        {{ exceptions.raise_compiler_error("The variable " ~ nome ~ " is " ~ var(nome) ~ ": give a number that is not negative.") }}
    {% endfor %}
    {% set dia = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' %}
    {% for nome in ['dim_data_inicio', 'dim_data_fim'] if not modules.re.fullmatch(dia, var(nome) | string) %}
        {{ exceptions.raise_compiler_error("The variable " ~ nome ~ " is " ~ var(nome) ~ ": give a day, as YYYY-MM-DD.") }}
    {% endfor %}
    {% if var('dim_data_inicio') | string > var('dim_data_fim') | string %}
        {{ exceptions.raise_compiler_error(
            "dim_data_inicio " ~ var('dim_data_inicio') ~ " comes after dim_data_fim " ~ var('dim_data_fim') ~ ": dim_data would have no day."
        ) }}
    {% endif %}
{% endmacro %}
