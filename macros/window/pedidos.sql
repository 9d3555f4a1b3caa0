{#
    Orders of the working set that the run before left which not both facts have loaded: those that waited in the facts' last successful
    run, and those of a run since, which died or loaded one fact only. None where there is no such table, or it is of a version that
    did not note the run.
#}
{% macro pedidos_pendentes(desde_run) %}
    {%- if tem_coluna(this, 'run_id') %}
    select pedido_id from {{ this }}
    where run_id > {{ desde_run }} or (run_id = {{ desde_run }} and recarregar = 0)
    {%- else %}
    select cast(-1 as bigint) as pedido_id where 1 = 0
    {%- endif %}
{% endmacro %}

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
    Orders whose customer or region the source no longer has: an order need not have a fact that would tell of it. Items whose product
    it no longer has, where the fact points at the unknown member: a rejected product never had one of its own.
#}
{% macro pedidos_sem_pai() %}
    {%- for pai, coluna in [('cliente', 'cliente_id'), ('regiao', 'regiao_entrega_id')] %}
    select pedido.pedido_id
    from {{ ref('stg_oltp__pedido') }} as pedido
    where not exists (select 1 from {{ ref('stg_oltp__' ~ pai) }} as pai where pai.{{ pai }}_id = pedido.{{ coluna }})
    union
    {%- endfor %}
    select f.pedido_original_id as pedido_id
    from {{ controle('fact', 'fact_vendas') }} as f
    inner join {{ ref('stg_oltp__item_pedido') }} as item on f.item_original_id = item.item_pedido_id
    where
        f.produto_id = -1
        and not exists (select 1 from {{ ref('stg_oltp__produto') }} as p where p.produto_id = item.produto_id)
{% endmacro %}

{# Orders that an item or a discount left for another one, by their facts. `quando`: predicate on the source row `linha`. #}
{% macro pedidos_deixados(quando) %}
    select f.pedido_original_id as pedido_id
    from {{ controle('fact', 'fact_vendas') }} as f
    inner join {{ ref('stg_oltp__item_pedido') }} as linha on f.item_original_id = linha.item_pedido_id
    where {{ quando }} and coalesce(linha.pedido_id, -1) <> f.pedido_original_id
    union
    select f.pedido_original_id as pedido_id
    from {{ controle('fact', 'fact_descontos') }} as f
    inner join {{ ref('stg_oltp__desconto_aplicado') }} as linha
        on f.desconto_aplicado_original_id = linha.desconto_aplicado_id
    where {{ quando }} and coalesce(linha.pedido_id, -1) <> f.pedido_original_id
{% endmacro %}

{#
    Orders that a return may have left for another item: no fact says which returns it counted, so those with an item whose returns no
    longer add up to what the fact says.
#}
{% macro pedidos_com_outras_devolucoes() %}
    select f.pedido_original_id as pedido_id
    from {{ controle('fact', 'fact_vendas') }} as f
    left join (
        select item_pedido_id, sum(quantidade) as quantidade, sum(valor_devolvido) as valor
        from {{ ref('stg_oltp__devolucao') }}
        where quantidade > 0 and valor_devolvido >= 0
        group by item_pedido_id
    ) as devolvido on f.item_original_id = devolvido.item_pedido_id
    where
        f.quantidade_devolvida > 0
        and (
            coalesce(devolvido.quantidade, 0) <> f.quantidade_devolvida
            or coalesce(devolvido.valor, 0) <> f.valor_devolvido
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
