{# The words that the shop uses where a word decides a figure: whether an order is revenue, how long a target's period is. #}
{% macro palavras_da_loja(coluna) -%}
    {{ return("('" ~ {
        'status': ['Criado', 'Pago', 'Enviado', 'Entregue', 'Cancelado'],
        'canal': ['Site', 'App', 'Marketplace', 'Televendas'],
        'tipo_periodo': ['Mensal', 'Trimestral', 'Anual']
    }[coluna] | join("', '") ~ "')") }}
{%- endmacro %}
