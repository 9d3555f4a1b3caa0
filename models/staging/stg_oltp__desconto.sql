select
    -- keys
    desconto_id,
    -- attributes
    {{ texto('codigo_desconto') }},
    {{ texto('nome_campanha') }},
    {{ texto('tipo_desconto') }},
    {{ texto('metodo_desconto') }},
    {{ texto('aplica_em') }},
    cast(data_inicio_validade as {{ tipo('datetime2(6)') }}) as data_inicio_validade,
    cast(data_fim_validade as {{ tipo('datetime2(6)') }}) as data_fim_validade,
    {{ texto('situacao') }},
    -- measures
    cast(valor_desconto as {{ tipo('decimal(10,2)') }}) as valor_desconto,
    cast(min_valor_compra as {{ tipo('decimal(10,2)') }}) as min_valor_compra,
    cast(max_valor_desconto as {{ tipo('decimal(10,2)') }}) as max_valor_desconto,
    cast(custo_campanha as {{ tipo('decimal(15,2)') }}) as custo_campanha,
    -- times
    cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
from {{ source('oltp', 'desconto') }}
