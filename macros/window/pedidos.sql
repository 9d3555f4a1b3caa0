{#
    Orders whose facts may point at the wrong member after a dimension changed: at a version that ended before the business date,
    at a member that the source deleted, or at -1 while new members came. One block per foreign key of a fact.

    `desde_run`: the fact's last successful run; only dimension rows written later count.
    `versionada`: the dimension has validity. `tambem`: extra predicate on the fact for the -1 case.
#}
{% macro pedidos_repontados(fato, data, chave, dim, natural, desde_run, versionada=true, tambem=none) %}
{%- set fato = controle('fact', fato) -%}
    {%- if versionada %}
    select f.pedido_original_id as pedido_id
    from {{ fato }} as f
    inner join {{ ref(dim) }} as d on f.{{ chave }} = d.{{ dim | replace('dim_', '') }}_id
    where d.atualizado_run_id > {{ desde_run }} and f.{{ data }} >= {{ data_id('d.valido_ate') }}
    union
    {%- endif %}
    select f.pedido_original_id as pedido_id
    from {{ fato }} as f
    inner join {{ ref(dim) }} as d on f.{{ chave }} = d.{{ dim | replace('dim_', '') }}_id
    inner join {{ ref(dim) }} as excluida on d.{{ natural }} = excluida.{{ natural }}
    where excluida.eh_excluido = 1 and excluida.atualizado_run_id > {{ desde_run }}
    union
    select f.pedido_original_id as pedido_id
    from {{ fato }} as f
    where
        f.{{ chave }} = -1
        {%- if tambem %} and {{ tambem }}{% endif %}
        and exists (select 1 from {{ ref(dim) }} as d where d.criado_run_id > {{ desde_run }})
{% endmacro %}

{#
    Orders whose facts point at the unknown member while the source deleted the row itself: a rejected parent never had a member
    that would tell of it.
#}
{% macro pedidos_sem_pai() %}
    select f.pedido_original_id as pedido_id
    from {{ controle('fact', 'fact_vendas') }} as f
    inner join {{ ref('stg_oltp__item_pedido') }} as item on f.item_original_id = item.item_pedido_id
    inner join {{ ref('stg_oltp__pedido') }} as pedido on f.pedido_original_id = pedido.pedido_id
    where
        -1 in (f.cliente_id, f.regiao_id, f.produto_id)
        and (
            (f.cliente_id = -1 and not exists (
                select 1 from {{ ref('stg_oltp__cliente') }} as c where c.cliente_id = pedido.cliente_id
            ))
            or (f.regiao_id = -1 and not exists (
                select 1 from {{ ref('stg_oltp__regiao') }} as r where r.regiao_id = pedido.regiao_entrega_id
            ))
            or (f.produto_id = -1 and not exists (
                select 1 from {{ ref('stg_oltp__produto') }} as p where p.produto_id = item.produto_id
            ))
        )
{% endmacro %}

{# Key of dim_data of a date or timestamp: YYYYMMDD. #}
{% macro data_id(expressao) -%}
    year({{ expressao }}) * 10000 + month({{ expressao }}) * 100 + day({{ expressao }})
{%- endmacro %}

{# Left join of the version of a dimension that was valid at a business moment. #}
{% macro versao_em(dim, apelido, natural, expressao, momento) -%}
left join {{ ref(dim) }} as {{ apelido }}
    on
        {{ apelido }}.{{ natural }} = {{ expressao }}
        and {{ apelido }}.valido_de <= {{ momento }}
        and coalesce({{ apelido }}.valido_ate, {{ instante('9999-12-31 00:00:00.000000') }}) > {{ momento }}
{%- endmacro %}

{# Month 'YYYY-MM' of a date or timestamp. #}
{% macro periodo_mes(expressao) -%}
    {{ adapter.dispatch('periodo_mes')(expressao) }}
{%- endmacro %}

{% macro default__periodo_mes(expressao) %}convert(char(7), {{ expressao }}, 126){% endmacro %}

{% macro duckdb__periodo_mes(expressao) %}strftime({{ expressao }}, '%Y-%m'){% endmacro %}
