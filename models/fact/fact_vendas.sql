{{ config(unique_key='venda_id', post_hook=[
    "{{ excluir_ausentes('int_item_avaliado', 'item_pedido_id', 'item_original_id') }}",
    "{{ registrar_carga(lidas={
        'int_item_avaliado': '1 = 1', 'int_devolucao_avaliada': '1 = 1', 'int_pedidos_afetados': 'existe = 1 and em_voo = 0'
    }) }}"
]) }}

with item as (
    select * from {{ ref('int_item_calculado') }}
),

pedido as (
    select * from {{ ref('int_pedidos_afetados') }}
),

com_dimensoes as (
    select
        item.*,
        pedido.numero_pedido,
        pedido.canal,
        pedido.status,
        pedido.data_pedido,
        coalesce(cliente.cliente_id, -1) as cliente_chave,
        coalesce(produto.produto_id, -1) as produto_chave,
        coalesce(regiao.regiao_id, -1) as regiao_chave,
        case when item.vendedor_id is null then -2 else coalesce(vendedor.vendedor_id, -1) end as vendedor_chave,
        coalesce(equipe.equipe_id, -1) as equipe_chave,
        vendedor.percentual_comissao_padrao as percentual_comissao
    from item
    inner join pedido on item.pedido_id = pedido.pedido_id
    {{ versao_em('dim_cliente', 'cliente', 'cliente_original_id', 'pedido.cliente_id', 'pedido.data_pedido') }}
    {{ versao_em('dim_produto', 'produto', 'produto_original_id', 'item.produto_id', 'pedido.data_pedido') }}
    {{ versao_em('dim_vendedor', 'vendedor', 'vendedor_original_id', 'item.vendedor_id', 'pedido.data_pedido') }}
    {{ versao_em('dim_equipe', 'equipe', 'equipe_original_id', 'vendedor.equipe_original_id', 'pedido.data_pedido') }}
    left join {{ ref('dim_regiao') }} as regiao on pedido.regiao_entrega_id = regiao.regiao_original_id
),

calculada as (
    select
        -- keys
        {{ chave([['item_pedido_id', 'bigint']]) }} as venda_id,
        {{ data_id('data_pedido') }} as data_id,
        cliente_chave as cliente_id,
        produto_chave as produto_id,
        regiao_chave as regiao_id,
        vendedor_chave as vendedor_id,
        equipe_chave as equipe_id,
        -- attributes
        coalesce(numero_pedido, cast(pedido_id as {{ tipo('nvarchar(50)') }})) as numero_pedido,
        item_pedido_id as item_original_id,
        pedido_id as pedido_original_id,
        com_dimensoes.vendedor_id as vendedor_original_id,
        canal,
        status as status_pedido,
        -- measures
        quantidade as quantidade_vendida,
        preco_unitario as preco_unitario_tabela,
        valor_bruto as valor_total_bruto,
        valor_descontos as valor_total_descontos,
        valor_bruto - valor_descontos as valor_total_liquido,
        valor_frete as valor_frete_rateado,
        custo_total,
        quantidade_devolvida,
        valor_devolvido,
        percentual_comissao,
        case
            when vendedor_chave = -2 then null
            when status = 'Cancelado' then 0
            else {{ dinheiro('round(cast(valor_bruto - valor_descontos as decimal(28, 2)) * percentual_comissao * 0.01, 2)') }}
        end as valor_comissao,
        {{ bit('valor_descontos > 0') }} as teve_desconto
    from com_dimensoes
)

{{ gravar('calculada', 'venda_id') }}
