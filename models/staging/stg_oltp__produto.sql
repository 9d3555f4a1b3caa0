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
    try_cast(idade_minima_venda as {{ tipo('int') }}) as idade_minima_venda,
    {{ texto('situacao') }},
    try_cast(data_lancamento as {{ tipo('date') }}) as data_lancamento,
    try_cast(data_descontinuacao as {{ tipo('date') }}) as data_descontinuacao,
    -- measures
    try_cast(peso_kg as {{ tipo('decimal(10,3)') }}) as peso_kg,
    try_cast(altura_cm as {{ tipo('decimal(10,2)') }}) as altura_cm,
    try_cast(largura_cm as {{ tipo('decimal(10,2)') }}) as largura_cm,
    try_cast(profundidade_cm as {{ tipo('decimal(10,2)') }}) as profundidade_cm,
    try_cast(preco_custo as {{ tipo('decimal(10,2)') }}) as preco_custo,
    try_cast(preco_sugerido as {{ tipo('decimal(10,2)') }}) as preco_sugerido,
    try_cast(estoque_minimo as {{ tipo('int') }}) as estoque_minimo,
    try_cast(estoque_maximo as {{ tipo('int') }}) as estoque_maximo,
    try_cast(avaliacao_media as {{ tipo('decimal(3,2)') }}) as avaliacao_media,
    try_cast(total_avaliacoes as {{ tipo('int') }}) as total_avaliacoes,
    -- times
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    try_cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
{{ da_origem('produto') }}
