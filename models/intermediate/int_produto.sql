with produto as (
    select * from {{ ref('stg_oltp__produto') }}
),

categoria as (
    select * from {{ ref('stg_oltp__categoria') }}
),

fornecedor as (
    select * from {{ ref('stg_oltp__fornecedor') }}
)

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
    coalesce(pai.nome_categoria, subcategoria.nome_categoria) as categoria,
    subcategoria.nome_categoria as subcategoria,
    produto.linha_produto,
    produto.marca,
    produto.fabricante,
    fornecedor.nome_fornecedor,
    fornecedor.pais_origem,
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
    {{ coluna_nula([
        'codigo_sku', 'nome_produto', 'categoria_id', 'marca', 'fornecedor_id', 'preco_custo', 'preco_sugerido',
        'eh_perecivel', 'eh_fragil', 'estoque_minimo', 'estoque_maximo', 'situacao', 'total_avaliacoes'
    ], 'produto') }} as coluna_nula
from produto
left join categoria as subcategoria on produto.categoria_id = subcategoria.categoria_id
left join categoria as pai on subcategoria.categoria_pai_id = pai.categoria_id
left join fornecedor on produto.fornecedor_id = fornecedor.fornecedor_id
