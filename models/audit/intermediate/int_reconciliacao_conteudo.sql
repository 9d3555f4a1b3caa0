{%- set da_venda = [
    ['item_pedido_id', 'bigint'], ['pedido_id', 'bigint'], ['numero_pedido', 'nvarchar(50)'], ['data_id', 'int'], ['cliente_id', 'bigint'],
    ['produto_id', 'bigint'], ['regiao_id', 'bigint'], ['vendedor_id', 'bigint'], ['canal', 'nvarchar(20)'], ['status', 'nvarchar(20)'],
    ['quantidade', 'int'], ['preco_unitario', 'decimal(10,2)'], ['custo_total', 'decimal(15,2)']
] %}
{%- set do_desconto = [
    ['desconto_aplicado_id', 'bigint'], ['pedido_id', 'bigint'], ['venda_id', 'bigint'], ['data_id', 'int'],
    ['nivel_aplicacao', 'nvarchar(20)'], ['valor_desconto', 'decimal(10,2)'], ['aprovado', 'bit']
] %}
-- The values of every row, source against warehouse, by month: sums of money hide a status, a seller, two amounts that changed places.
-- It reads every row's texts, so only a sweep that was asked for, or comes once a day, does it.
with venda_origem as (
    select
        {{ mes_da_data('pedido.data_pedido') }} as mes,
        0 as rejeitado,
        item.item_pedido_id,
        item.pedido_id,
        coalesce(pedido.numero_pedido, cast(pedido.pedido_id as {{ tipo('nvarchar(50)') }})) as numero_pedido,
        {{ data_id('pedido.data_pedido') }} as data_id,
        case when pedido.cliente_id in (select cliente_original_id from {{ ref('dim_cliente') }}) then pedido.cliente_id else -1 end
            as cliente_id,
        case when item.produto_id in (select produto_original_id from {{ ref('dim_produto') }}) then item.produto_id else -1 end
            as produto_id,
        case when pedido.regiao_entrega_id in (select regiao_original_id from {{ ref('dim_regiao') }}) then pedido.regiao_entrega_id else -1 end
            as regiao_id,
        item.vendedor_id,
        coalesce(pedido.canal, 'Desconhecido') as canal,
        coalesce(pedido.status, 'Desconhecido') as status,
        item.quantidade,
        item.preco_unitario,
        {{ valor_das_unidades('item.quantidade', 'item.custo_unitario') }} as custo_total
    from {{ ref('stg_oltp__item_pedido') }} as item
    inner join {{ ref('stg_oltp__pedido') }} as pedido on item.pedido_id = pedido.pedido_id
    where {{ pedido_comparado('item.pedido_id') }} and not {{ em_quarentena('item_pedido', 'item.item_pedido_id') }}
),

venda_dw as (
    select
        {{ mes_do_dia('venda.data_id') }} as mes,
        venda.item_original_id as item_pedido_id,
        venda.pedido_original_id as pedido_id,
        venda.numero_pedido,
        venda.data_id,
        cliente.cliente_original_id as cliente_id,
        produto.produto_original_id as produto_id,
        regiao.regiao_original_id as regiao_id,
        venda.vendedor_original_id as vendedor_id,
        venda.canal,
        venda.status_pedido as status,
        venda.quantidade_vendida as quantidade,
        venda.preco_unitario_tabela as preco_unitario,
        venda.custo_total
    from {{ ref('fact_vendas') }} as venda
    inner join {{ ref('dim_cliente') }} as cliente on venda.cliente_id = cliente.cliente_id
    inner join {{ ref('dim_produto') }} as produto on venda.produto_id = produto.produto_id
    inner join {{ ref('dim_regiao') }} as regiao on venda.regiao_id = regiao.regiao_id
    where {{ pedido_comparado('venda.pedido_original_id') }}
),

desconto_origem as (
    select
        {{ mes_da_data('pedido.data_pedido') }} as mes,
        0 as rejeitado,
        aplicado.desconto_aplicado_id,
        aplicado.pedido_id,
        case when aplicado.nivel_aplicacao = 'Produto' then {{ chave([['aplicado.item_pedido_id', 'bigint']]) }} end as venda_id,
        coalesce(dia.data_id, -1) as data_id,
        aplicado.nivel_aplicacao,
        aplicado.valor_desconto,
        {{ bit('aplicado.aprovado = 1') }} as aprovado
    from {{ ref('stg_oltp__desconto_aplicado') }} as aplicado
    left join {{ ref('stg_oltp__pedido') }} as pedido on aplicado.pedido_id = pedido.pedido_id
    left join {{ ref('dim_data') }} as dia on {{ data_id('aplicado.data_aplicacao') }} = dia.data_id
    where {{ pedido_comparado('aplicado.pedido_id') }} and not {{ em_quarentena('desconto_aplicado', 'aplicado.desconto_aplicado_id') }}
),

desconto_dw as (
    select
        {{ mes_da_data('pedido.data_pedido') }} as mes,
        aplicado.desconto_aplicado_original_id as desconto_aplicado_id,
        aplicado.pedido_original_id as pedido_id,
        aplicado.venda_id,
        aplicado.data_aplicacao_id as data_id,
        aplicado.nivel_aplicacao,
        aplicado.valor_desconto_solicitado as valor_desconto,
        aplicado.desconto_aprovado as aprovado
    from {{ ref('fact_descontos') }} as aplicado
    left join {{ ref('stg_oltp__pedido') }} as pedido on aplicado.pedido_original_id = pedido.pedido_id
    where {{ pedido_comparado('aplicado.pedido_original_id') }}
)

select * from (
    {%- for lado, linhas, entidade, colunas in [
        ('origem', 'venda_origem', 'fact_vendas', da_venda), ('dw', 'venda_dw', 'fact_vendas', da_venda),
        ('origem', 'desconto_origem', 'fact_descontos', do_desconto), ('dw', 'desconto_dw', 'fact_descontos', do_desconto)
    ] %}
    {{ medidas_de(linhas, entidade, lado, {'conteudo': numero(colunas) ~ ' % 100000007'}) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
) as partes
{% if not confere_conteudo() %}where 1 = 0{% endif %}
