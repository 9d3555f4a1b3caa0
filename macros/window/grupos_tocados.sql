{#
    SQL list, without NULL: the values of a column of agg_pedidos (data_id, cliente_original_id) under which the orders that this run
    chose are aggregated now, and those under which they were when they were chosen, by this run or by one since which not all
    aggregates followed (ctl.grupos_tocados, written by lembrar_pedidos, emptied by pedidos_carregados).
#}
{% macro grupos_tocados(coluna) -%}
(
    select antes.{{ coluna }} from {{ controle('ctl', 'grupos_tocados') }} as antes
    where antes.{{ coluna }} is not null
    union
    select agora.{{ coluna }}
    from {{ ref('agg_pedidos') }} as agora
    inner join {{ ref('int_pedidos_afetados') }} as pedido on agora.pedido_original_id = pedido.pedido_id
    where agora.{{ coluna }} is not null and {{ ha_pedidos_tocados() }}
)
{%- endmacro %}

{# SQL list: the campaigns used by the orders that agg_pedidos adds up anew, now and when they were chosen. #}
{% macro campanhas_tocadas() -%}
(
    select antes.desconto_original_id from {{ controle('ctl', 'grupos_tocados') }} as antes
    where antes.desconto_original_id is not null
    union
    select campanha.desconto_original_id
    from {{ ref('fact_descontos') }} as uso
    inner join {{ ref('dim_desconto') }} as campanha on uso.desconto_id = campanha.desconto_id
    where {{ ha_pedidos_tocados() }} and uso.pedido_original_id in {{ pedidos_a_somar() }}
)
{%- endmacro %}

{#
    SQL list: orders that agg_pedidos adds up anew: those that the run chose, and those that lost an item to one (lembrar_perdedores).
    One in flight is among them: a run of a fact alone may have loaded it, and the aggregates not yet followed.
#}
{% macro pedidos_a_somar() -%}
(
    select escolhido.pedido_id from {{ ref('int_pedidos_afetados') }} as escolhido
    union
    select perdedor.pedido_original_id from {{ controle('ctl', 'grupos_tocados') }} as perdedor
    where perdedor.pedido_original_id is not null
)
{%- endmacro %}

{# post-hook of pedidos_carregados: once all aggregates have followed, nothing is touched any more. #}
{% macro esquecer_grupos(agregados) %}
    {% if execute and em_execucao() and montados(agregados) %}
delete from {{ controle('ctl', 'grupos_tocados') }}
    {% endif %}
{% endmacro %}

{# post-hook of an aggregate: a group of which no order is left goes. `chave`: its column, here and in agg_pedidos. #}
{% macro excluir_grupos_vazios(chave) %}
    {% if not incremental() %}{{ return('') }}{% endif %}
delete from {{ this }}
where
    {{ chave }} in {{ grupos_tocados(chave) }}
    and {{ chave }} not in (
        select p.{{ chave }} from {{ ref('agg_pedidos') }} as p
        where p.eh_cancelado = 0 and p.{{ chave }} in {{ grupos_tocados(chave) }}
    )
{% endmacro %}

{# The same for the aggregate by month. #}
{% macro excluir_meses_vazios() %}
    {% if not incremental() %}{{ return('') }}{% endif %}
delete from {{ this }}
where
    {{ ha_pedidos_tocados() }}
    and periodo_mes not in (
        select dia.periodo_mes
        from {{ ref('agg_pedidos') }} as p
        inner join {{ ref('dim_data') }} as dia on p.data_id = dia.data_id
        where p.eh_cancelado = 0
    )
{% endmacro %}

{#
    Predicate, '1 = 1' or '1 = 0': this run loads orders, or some wait. An aggregate of which nothing changed is not read, nor its facts.
#}
{% macro ha_pedidos_tocados() -%}
    {%- if not execute or not em_execucao() -%}{{ return('1 = 1') }}{%- endif -%}
    {# orders are marked before the facts, and no longer so behind the aggregates: one answer for all of these #}
    {% if 'marcados' not in execucao() %}
        {% do execucao().update({'marcados': run_query(
            'select count(*) as marcados from ' ~ controle('ctl', 'pedidos_carregados') ~ ' where numero is null'
        ).rows[0][0]}) %}
    {% endif %}
    {{ return('1 = 1' if execucao().marcados > 0 else '1 = 0') }}
{%- endmacro %}

{# post-hook of agg_campanhas: a campaign that is no longer used goes. #}
{% macro excluir_campanhas_sem_uso() %}
    {% if not incremental() %}{{ return('') }}{% endif %}
delete from {{ this }}
where
    {{ ha_pedidos_tocados() }}
    and desconto_original_id not in (
        select campanha.desconto_original_id
        from {{ ref('dim_desconto') }} as campanha
        where campanha.desconto_id in (select uso.desconto_id from {{ ref('fact_descontos') }} as uso)
    )
{% endmacro %}
