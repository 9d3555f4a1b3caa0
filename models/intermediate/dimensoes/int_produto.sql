select
    -- keys
    produto.produto_id,
    produto.categoria_id,
    produto.fornecedor_id,
    -- attributes
    produto.codigo_sku,
    produto.codigo_barras,
    produto.nome_produto,
    produto.descricao_curta,
    coalesce(pai.nome_categoria, subcategoria.nome_categoria, 'Desconhecido') as categoria,
    coalesce(subcategoria.nome_categoria, 'Desconhecido') as subcategoria,
    produto.linha_produto,
    produto.marca,
    produto.fabricante,
    coalesce(fornecedor.nome_fornecedor, 'Desconhecido') as nome_fornecedor,
    case when {{ linha_valida('fornecedor') }} then fornecedor.pais_origem end as pais_origem,
    produto.cor_principal,
    produto.material,
    produto.eh_perecivel,
    produto.eh_fragil,
    produto.situacao,
    produto.data_lancamento,
    produto.data_descontinuacao,
    -- measures
    produto.peso_kg,
    produto.altura_cm,
    produto.largura_cm,
    produto.profundidade_cm,
    produto.preco_custo,
    produto.preco_sugerido,
    produto.idade_minima_venda,
    produto.estoque_minimo,
    produto.estoque_maximo,
    produto.avaliacao_media,
    produto.total_avaliacoes,
    -- times and quality
    {{ maior([
        'produto.data_atualizacao', 'subcategoria.data_atualizacao', 'pai.data_atualizacao', 'fornecedor.data_atualizacao'
    ]) }} as data_atualizacao,
    {{ coluna_nula('produto') }} as coluna_nula
from {{ ref('stg_oltp__produto') }} as produto
left join
    {{ ref('stg_oltp__categoria') }} as subcategoria
    on produto.categoria_id = subcategoria.categoria_id
left join
    {{ ref('stg_oltp__categoria') }} as pai
    on subcategoria.categoria_pai_id = pai.categoria_id
left join
    {{ ref('stg_oltp__fornecedor') }} as fornecedor
    on produto.fornecedor_id = fornecedor.fornecedor_id
