{#
    A month and a number for each row of an order fact, as its source rows say it (`origem`: valid ones, not in flight) and as the
    fact does (`dw`): equal sums mean equal values.
#}
{% macro conteudo_de_vendas_origem() %}
select
    {{ periodo_do_pedido('pedido.data_pedido') }} as periodo,
    {{ numero_da_linha([
        ['item.item_pedido_id', 'bigint'], ['pedido.pedido_id', 'bigint'],
        ['coalesce(pedido.numero_pedido, cast(pedido.pedido_id as ' ~ tipo('nvarchar(50)') ~ '))', 'nvarchar(50)'],
        [data_id('pedido.data_pedido'), 'int'], ['coalesce(cliente.cliente_original_id, -1)', 'bigint'],
        ['coalesce(produto.produto_original_id, -1)', 'bigint'], ['coalesce(regiao.regiao_original_id, -1)', 'bigint'],
        ['item.vendedor_id', 'bigint'], ['pedido.canal', 'nvarchar(20)'], ['pedido.status', 'nvarchar(20)'],
        ['item.quantidade', 'int'], ['item.preco_unitario', 'decimal(10,2)'],
        ['item.quantidade * item.custo_unitario', 'decimal(15,2)']
    ]) }} as numero
from {{ ref('stg_oltp__item_pedido') }} as item
inner join {{ ref('stg_oltp__pedido') }} as pedido on item.pedido_id = pedido.pedido_id
left join (select distinct cliente_original_id from {{ ref('dim_cliente') }}) as cliente
    on pedido.cliente_id = cliente.cliente_original_id
left join (select distinct produto_original_id from {{ ref('dim_produto') }}) as produto
    on item.produto_id = produto.produto_original_id
left join {{ ref('dim_regiao') }} as regiao on pedido.regiao_entrega_id = regiao.regiao_original_id
where
    {{ 'not ' ~ em_quarentena('item_pedido', 'item.item_pedido_id') }}
    and {{ fora_de_voo('item.pedido_id') }}
{% endmacro %}

{% macro conteudo_de_vendas_dw() %}
select
    dia.periodo_mes as periodo,
    {{ numero_da_linha([
        ['venda.item_original_id', 'bigint'], ['venda.pedido_original_id', 'bigint'], ['venda.numero_pedido', 'nvarchar(50)'],
        ['venda.data_id', 'int'], ['cliente.cliente_original_id', 'bigint'], ['produto.produto_original_id', 'bigint'],
        ['regiao.regiao_original_id', 'bigint'], ['venda.vendedor_original_id', 'bigint'], ['venda.canal', 'nvarchar(20)'],
        ['venda.status_pedido', 'nvarchar(20)'], ['venda.quantidade_vendida', 'int'],
        ['venda.preco_unitario_tabela', 'decimal(10,2)'], ['venda.custo_total', 'decimal(15,2)']
    ]) }} as numero
from {{ ref('fact_vendas') }} as venda
inner join {{ ref('dim_data') }} as dia on venda.data_id = dia.data_id
inner join {{ ref('dim_cliente') }} as cliente on venda.cliente_id = cliente.cliente_id
inner join {{ ref('dim_produto') }} as produto on venda.produto_id = produto.produto_id
inner join {{ ref('dim_regiao') }} as regiao on venda.regiao_id = regiao.regiao_id
where {{ fora_de_voo('venda.pedido_original_id') }}
{% endmacro %}

{% macro conteudo_de_descontos_origem() %}
select
    {{ periodo_do_pedido('pedido.data_pedido') }} as periodo,
    {{ numero_da_linha([
        ['aplicado.desconto_aplicado_id', 'bigint'], ['aplicado.pedido_id', 'bigint'],
        ["case when aplicado.nivel_aplicacao = 'Produto' then " ~ chave([['aplicado.item_pedido_id', 'bigint']]) ~ " end", 'bigint'],
        ['coalesce(dia.data_id, -1)', 'int'], ['aplicado.nivel_aplicacao', 'nvarchar(20)'],
        ['aplicado.valor_desconto', 'decimal(10,2)'], [bit('aplicado.aprovado = 1'), 'bit']
    ]) }} as numero
from {{ ref('stg_oltp__desconto_aplicado') }} as aplicado
left join {{ ref('stg_oltp__pedido') }} as pedido on aplicado.pedido_id = pedido.pedido_id
left join {{ ref('dim_data') }} as dia on {{ data_id('aplicado.data_aplicacao') }} = dia.data_id
where
    {{ 'not ' ~ em_quarentena('desconto_aplicado', 'aplicado.desconto_aplicado_id') }}
    and {{ fora_de_voo('aplicado.pedido_id') }}
{% endmacro %}

{% macro conteudo_de_descontos_dw() %}
select
    {{ periodo_do_pedido('pedido.data_pedido') }} as periodo,
    {{ numero_da_linha([
        ['aplicado.desconto_aplicado_original_id', 'bigint'], ['aplicado.pedido_original_id', 'bigint'],
        ['aplicado.venda_id', 'bigint'], ['aplicado.data_aplicacao_id', 'int'], ['aplicado.nivel_aplicacao', 'nvarchar(20)'],
        ['aplicado.valor_desconto_solicitado', 'decimal(10,2)'], ['aplicado.desconto_aprovado', 'bit']
    ]) }} as numero
from {{ ref('fact_descontos') }} as aplicado
left join {{ ref('stg_oltp__pedido') }} as pedido on aplicado.pedido_original_id = pedido.pedido_id
where {{ fora_de_voo('aplicado.pedido_original_id') }}
{% endmacro %}

{# A number below 1 000 003 for the values of a row: two rows that differ share it once in a million. #}
{% macro numero_da_linha(colunas) -%}
    {{ chave(colunas) }} % 1000003
{%- endmacro %}
