{#
    One side of a comparison, unpivoted: entidade, periodo, medida, valor_origem, valor_dw. `linhas`: a relation of one row a month,
    with the measures as columns; `lado`: 'origem' or 'dw' (rejected rows count on the warehouse's side: source = warehouse + quarantine).
#}
{% macro medidas_de(linhas, entidade, lado, medidas) %}
    {%- for medida in medidas %}
    select
        '{{ entidade }}' as entidade,
        periodo,
        '{{ medida }}' as medida,
        cast({{ medida if lado == 'origem' else '0' }} as decimal(18, 2)) as valor_origem,
        cast({{ medida if lado == 'dw' else '0' }} as decimal(18, 2)) as valor_dw
    from {{ linhas }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
{% endmacro %}

{# Predicate: the source row has an open rejection. #}
{% macro em_quarentena(entidade, chave) -%}
    {{ chave }} in (
        select try_cast(q.chave_origem as bigint) from {{ ref('quarentena') }} as q
        where q.entidade = '{{ entidade }}' and q.resolvido_em is null
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
