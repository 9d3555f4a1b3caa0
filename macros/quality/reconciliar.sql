{#
    One side of a comparison, unpivoted: entidade, periodo, medida, valor_origem, valor_dw. `linhas`: relation with periodo and the
    measures; `lado`: 'origem' or 'dw' (rejected rows count on the warehouse's side: source = warehouse + quarantine).
#}
{% macro medidas_de(linhas, entidade, lado, medidas) %}
    {%- for medida, expressao in medidas.items() %}
    select
        '{{ entidade }}' as entidade,
        periodo,
        '{{ medida }}' as medida,
        cast({{ expressao ~ ' as decimal(18, 2))' if lado == 'origem' else '0 as decimal(18, 2))' }} as valor_origem,
        cast({{ expressao ~ ' as decimal(18, 2))' if lado == 'dw' else '0 as decimal(18, 2))' }} as valor_dw
    from {{ linhas }}
    group by periodo
    {{ "union all" if not loop.last }}
    {%- endfor %}
{% endmacro %}

{# Predicate: the source row has an open rejection. #}
{% macro em_quarentena(entidade, chave) -%}
    exists (
        select 1 from {{ ref('quarentena') }} as q
        where
            q.entidade = '{{ entidade }}' and q.resolvido_em is null
            and q.chave_origem = cast({{ chave }} as {{ tipo('nvarchar(50)') }})
    )
{%- endmacro %}

{# Predicate: the order waits for the next run, so neither side counts it. #}
{% macro fora_de_voo(pedido_id) -%}
    not exists (select 1 from {{ ref('int_pedidos_em_voo') }} as voo where voo.pedido_id = {{ pedido_id }})
{%- endmacro %}

{# Month of an order, 'sem data' where the order or its date is missing. #}
{% macro periodo_do_pedido(coluna) -%}
    coalesce({{ periodo_mes(coluna) }}, 'sem data')
{%- endmacro %}
