{# List of text expressions that together name the broken rules of a row. regras: rule name -> SQL condition. #}
{% macro nomes_das_regras_quebradas(regras) %}
    {% set nomes = [] %}
    {% for nome, condicao in regras.items() %}
        {% do nomes.append("case when " ~ condicao ~ " then '' else '" ~ nome ~ " ' end") %}
    {% endfor %}
    {{ return(nomes) }}
{% endmacro %}
