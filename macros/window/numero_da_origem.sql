{#
    The number of a source row: of every column that its source declares but the two stamps, so that a column that a fact takes up
    cannot be forgotten, of the order that it counts for, and of `condicoes`: what the rules see beside it. `tabela`: its name in the
    sources; its alias is `linha`.
#}
{% macro numero_da_origem(tabela, condicoes=[]) %}
    {% set pares = [['linha.pedido_id', 'bigint']] %}
    {% if execute %}
        {% for coluna in graph.sources['source.' ~ project_name ~ '.oltp.' ~ tabela].columns.values()
            if coluna.name not in ['data_cadastro', 'data_atualizacao', 'pedido_id'] %}
            {% do pares.append(['linha.' ~ coluna.name, coluna.data_type]) %}
        {% endfor %}
    {% endif %}
    {% for condicao in condicoes %}{% do pares.append(['case when ' ~ condicao ~ ' then 1 else 0 end', 'int']) %}{% endfor %}
    {{ return(numero(pares)) }}
{% endmacro %}

{#
    The rows of orders, of all four tables and those without a key: pedido_id, numero, carimbo. A number also says what the rules see of
    a row's parents: whether they are there and, of a campaign, whether it is rejected. `candidato`: predicate on the alias `linha`.
#}
{% macro linhas_dos_pedidos(candidato) -%}
    select
        linha.pedido_id,
        {{ numero_da_origem('pedido', [
            existe_na_origem('cliente', 'linha.cliente_id'),
            existe_na_origem('regiao', 'linha.regiao_entrega_id'),
            data_pedido_valida('linha.data_pedido')
        ]) }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('stg_oltp__pedido') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        {{ numero_da_origem('item_pedido', [existe_na_origem('produto', 'linha.produto_id')]) }}
            as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('stg_oltp__item_pedido') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        {{ numero_da_origem('desconto_aplicado', [
            existe_na_origem('desconto', 'linha.desconto_id'),
            'linha.desconto_id in (select d.desconto_id from ' ~ ref('int_descontos_rejeitados') ~ ' as d)',
            dentro_do_calendario('linha.data_aplicacao')
        ]) }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('stg_oltp__desconto_aplicado') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        {{ numero_da_origem('devolucao') }} as numero,
        linha.data_atualizacao as carimbo
    from {{ ref('int_devolucao') }} as linha
    where {{ candidato }}
    union all
    select
        linha.pedido_id,
        {{ numero([
            ['linha.pedido_id', 'bigint'], ['linha.entidade', 'nvarchar(50)'], ['linha.chave', 'bigint'], ['linha.copia', 'int']
        ]) }} as numero,
        linha.carimbo
    from {{ ref('base_oltp__chaves_rejeitadas') }} as linha
    where linha.pedido_id is not null and {{ candidato }}
{%- endmacro %}

{#
    The first order of the range that an order is in: ranges of equal width over the orders that were loaded, so that numbers added
    up by range tell in one pass over the source where an order differs. A row's number says its order: one that moves within a range shows.
#}
{% macro faixa(pedido_id, largura) -%}
    {{ return(pedido_id ~ ' - ' ~ pedido_id ~ ' % ' ~ largura) }}
{%- endmacro %}

{% macro largura_da_faixa() %}
    {% if var('forcar_incremental') is not none or not execute or not em_execucao() %}{{ return(1000) }}{% endif %}
    {% set extremos = run_query(
        'select min(c.pedido_id) as menor, max(c.pedido_id) as maior from ' ~ controle('ctl', 'pedidos_carregados') ~ ' as c where c.pedido_id > 0'
    ).rows[0] %}
    {{ return((((extremos[1] or 0) | int) - ((extremos[0] or 0) | int)) // ([var('faixas_da_varredura') | int, 1] | max) + 1) }}
{% endmacro %}
