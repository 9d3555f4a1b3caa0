select
    -- keys
    produto_id,
    categoria_id,
    fornecedor_id,
    -- attributes
    {{ texto('codigo_sku') }},
    {{ texto('codigo_barras') }},
    {{ texto('nome_produto') }},
    {{ texto('descricao_curta') }},
    {{ texto('linha_produto') }},
    {{ texto('marca') }},
    {{ texto('fabricante') }},
    {{ texto('cor_principal') }},
    {{ texto('material') }},
    eh_perecivel,
    eh_fragil,
    idade_minima_venda,
    {{ texto('situacao') }},
    cast(data_lancamento as {{ tipo('date') }}) as data_lancamento,
    cast(data_descontinuacao as {{ tipo('date') }}) as data_descontinuacao,
    -- measures
    cast(peso_kg as {{ tipo('decimal(10,3)') }}) as peso_kg,
    cast(altura_cm as {{ tipo('decimal(10,2)') }}) as altura_cm,
    cast(largura_cm as {{ tipo('decimal(10,2)') }}) as largura_cm,
    cast(profundidade_cm as {{ tipo('decimal(10,2)') }}) as profundidade_cm,
    cast(preco_custo as {{ tipo('decimal(10,2)') }}) as preco_custo,
    cast(preco_sugerido as {{ tipo('decimal(10,2)') }}) as preco_sugerido,
    estoque_minimo,
    estoque_maximo,
    cast(avaliacao_media as {{ tipo('decimal(3,2)') }}) as avaliacao_media,
    total_avaliacoes,
    -- times
    cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
from {{ source('oltp', 'produto') }}
