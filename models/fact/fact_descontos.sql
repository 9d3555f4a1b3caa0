{{ config(unique_key='desconto_aplicado_id', post_hook=[
    "{{ excluir_ausentes('int_desconto_avaliado', 'desconto_aplicado_id', 'desconto_aplicado_original_id') }}",
    "{{ registrar_carga(lidas={'int_desconto_avaliado': '1 = 1'}) }}"
]) }}

with aplicado as (
    select * from {{ ref('int_desconto_avaliado') }}
    where regra is null
),

item as (
    select * from {{ ref('int_item_avaliado') }}
    where regra is null
),

itens_do_pedido as (
    select
        pedido_id,
        {{ dinheiro('sum(valor_bruto)') }} as valor_bruto,
        {{ dinheiro(soma_completa('custo_total')) }} as custo_total
    from item
    group by pedido_id
),

com_base as (
    select
        aplicado.*,
        pedido.numero_pedido,
        pedido.cliente_id,
        item.produto_id,
        case when aplicado.eh_aprovado = 1 then aplicado.valor_desconto else 0 end as valor_aplicado,
        case aplicado.nivel_aplicacao
            when 'Produto' then item.valor_bruto
            when 'Pedido' then coalesce(itens_do_pedido.valor_bruto, 0)
            else pedido.valor_frete
        end as valor_base,
        case aplicado.nivel_aplicacao
            when 'Produto' then item.valor_bruto - item.custo_total
            when 'Pedido' then
                case
                    when itens_do_pedido.pedido_id is null then 0
                    else itens_do_pedido.valor_bruto - itens_do_pedido.custo_total
                end
            else 0
        end as margem_base
    from aplicado
    inner join {{ ref('int_pedidos_afetados') }} as pedido on aplicado.pedido_id = pedido.pedido_id
    left join item on aplicado.item_pedido_id = item.item_pedido_id
    left join itens_do_pedido on aplicado.pedido_id = itens_do_pedido.pedido_id
),

calculada as (
    select
        -- keys
        {{ chave([['com_base.desconto_aplicado_id', 'bigint']]) }} as desconto_aplicado_id,
        com_base.desconto_aplicado_id as desconto_aplicado_original_id,
        coalesce(desconto.desconto_id, -1) as desconto_id,
        case when com_base.item_pedido_id is not null then {{ chave([['com_base.item_pedido_id', 'bigint']]) }} end as venda_id,
        com_base.pedido_id as pedido_original_id,
        coalesce(dia.data_id, -1) as data_aplicacao_id,
        coalesce(cliente.cliente_id, -1) as cliente_id,
        coalesce(produto.produto_id, -1) as produto_id,
        -- attributes
        com_base.nivel_aplicacao,
        coalesce(com_base.numero_pedido, cast(com_base.pedido_id as {{ tipo('nvarchar(50)') }})) as numero_pedido,
        {{ bit('com_base.eh_aprovado = 1') }} as desconto_aprovado,
        -- measures
        com_base.valor_desconto as valor_desconto_solicitado,
        com_base.valor_aplicado as valor_desconto_aplicado,
        com_base.valor_base as valor_sem_desconto,
        com_base.valor_base - com_base.valor_aplicado as valor_com_desconto,
        com_base.margem_base as margem_antes_desconto,
        {{ dinheiro('com_base.margem_base - com_base.valor_aplicado') }} as margem_apos_desconto,
        -com_base.valor_aplicado as impacto_margem
    from com_base
    left join {{ ref('dim_data') }} as dia on {{ data_id('com_base.data_aplicacao') }} = dia.data_id
    {{ versao_em('dim_desconto', 'desconto', 'desconto_original_id', 'com_base.desconto_id', 'com_base.data_aplicacao') }}
    {{ versao_em('dim_cliente', 'cliente', 'cliente_original_id', 'com_base.cliente_id', 'com_base.data_aplicacao') }}
    {{ versao_em('dim_produto', 'produto', 'produto_original_id', 'com_base.produto_id', 'com_base.data_aplicacao') }}
)

{{ gravar('calculada', 'desconto_aplicado_id') }}
