{#
    One side of a comparison, unpivoted: entidade, periodo, medida, valor_origem, valor_dw. `linhas`: a relation of rows with mes (YYYYMM,
    0 without a date); `medidas`: name -> SQL expression to add up, an unknown value (a cost) as nothing. `lado`: 'dw', or 'origem', whose rows say rejeitado: source =
    warehouse + quarantine.
#}
{% macro medidas_de(linhas, entidade, lado, medidas) %}
    {%- set rejeitado = 'rejeitado' if lado == 'origem' else '1' %}
    select
        '{{ entidade }}' as entidade,
        case when mes = 0 then 'sem data' else concat(cast((mes - mes % 100) / 100 as int), '-', right(concat('0', mes % 100), 2)) end as periodo,
        medida,
        {{ 'valor' if lado == 'origem' else 'cast(0 as decimal(18, 2))' }} as valor_origem,
        case when {{ rejeitado }} = 1 then valor else 0 end as valor_dw
    from (
        select
            soma.mes,
            soma.rejeitado,
            nome.medida,
            cast(
                case nome.medida {% for medida in medidas %}when '{{ medida }}' then soma.{{ medida }} {% endfor %}end
                as decimal(18, 2)
            ) as valor
        from (
            select
                mes, {{ rejeitado }} as rejeitado
                {%- for medida, expressao in medidas.items() %}, coalesce(sum({{ expressao }}), 0) as {{ medida }}{% endfor %}
            from {{ linhas }}
            group by mes{{ ', rejeitado' if lado == 'origem' }}
        ) as soma
        cross join (
            {%- for medida in medidas %} select '{{ medida }}' as medida {{ "union all" if not loop.last }}{% endfor %}
        ) as nome
    ) as valores
{% endmacro %}

{# YYYYMM of a business date, 0 without one; of a key of dim_data. #}
{% macro mes_da_data(coluna) -%}
    coalesce(year({{ coluna }}) * 100 + month({{ coluna }}), 0)
{%- endmacro %}

{% macro mes_do_dia(data_id) -%}
    case when {{ data_id }} > 0 then cast(({{ data_id }} - {{ data_id }} % 100) / 100 as int) else 0 end
{%- endmacro %}

{# Predicate: the source row has an open rejection. #}
{% macro em_quarentena(entidade, chave) -%}
    {{ chave }} in (
        select try_cast(q.chave_origem as bigint) from {{ ref('quarentena') }} as q
        where q.entidade = '{{ entidade }}' and q.resolvido_em is null and q.chave_origem <> 'NULL'
    )
{%- endmacro %}

{# Predicate: this run compares the order; not one in flight or left to the next run and, when windowed, only those that it looked at. #}
{% macro pedido_comparado(pedido_id) -%}
    {{ pedido_id }} {{ 'not in' if varredura() else 'in' }} (
        select e.pedido_id from {{ ref('int_pedido_estado') }} as e
        where e.em_voo = {{ '1' if varredura() else '0' }}
    )
    and {{ pedido_id }} not in (select v.pedido_id from {{ ref('int_pedidos_em_voo') }} as v)
    {%- if var('reprocessar_meses') %}
    and {{ pedido_id }} not in (select a.pedido_id from {{ controle('stg', 'int_pedidos_afetados') }} as a where a.em_voo = 1)
    {%- endif %}
{%- endmacro %}

{# Predicate on the stamp of a dimension's source row: this run compares it. #}
{% macro linha_comparada(carimbo, dimensao) -%}
    {%- if varredura() -%} ({{ carimbo }} <= {{ cutoff() }} or {{ carimbo }} is null)
    {%- else -%} {{ na_janela(carimbo, [dimensao]) }}
    {%- endif -%}
{%- endmacro %}

{# Month of a business date, 'sem data' without one. #}
{% macro periodo_do_pedido(coluna) -%}
    coalesce({{ periodo_mes(coluna) }}, 'sem data')
{%- endmacro %}

{# Whether the values of every row are compared too: on a sweep, where sweeps are rare or it was asked for. #}
{% macro confere_conteudo() %}
    {{ return(varredura() and (var('varrer') or var('reconciliar') or var('reprocessar_meses') or varredura_horas() > 0)) }}
{% endmacro %}
