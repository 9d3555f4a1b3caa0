with vendas as (
    select
        versao.produto_original_id,
        sum(cast(vendas.quantidade_vendida - vendas.quantidade_devolvida as bigint)) as unidades,
        sum(vendas.valor_receita) as receita,
        max(calendario.data_completa) as ultima_venda
    from {{ ref('vw_vendas_medidas') }} as vendas
    left join {{ ref('dim_produto') }} as versao on versao.produto_id = vendas.produto_id
    left join {{ ref('dim_data') }} as calendario on calendario.data_id = vendas.data_id
    where vendas.eh_cancelado = 0
    group by versao.produto_original_id
)

select
    produto.produto_original_id, produto.codigo_sku, produto.nome_produto, produto.categoria,
    produto.subcategoria, produto.linha_produto, produto.marca, produto.nome_fornecedor,
    produto.pais_origem, produto.preco_custo, produto.preco_sugerido,
    produto.margem_sugerida_percent, produto.estoque_minimo, produto.estoque_maximo,
    produto.data_lancamento, produto.avaliacao_media, produto.total_avaliacoes,
    cast(coalesce(vendas.unidades, 0) as bigint) as unidades_vendidas_historico,
    cast(coalesce(vendas.receita, 0) as decimal(18, 2)) as valor_receita_historico,
    vendas.ultima_venda as data_ultima_venda
from {{ ref('dim_produto') }} as produto
left join vendas on vendas.produto_original_id = produto.produto_original_id
where
    produto.eh_atual = 1
    and produto.eh_excluido = 0
    and produto.situacao = 'Ativo'
    and produto.produto_id > 0
