with pedidos as (
    select pedido_original_id, status_pedido, canal, min(data_ultima_atualizacao) as desde
    from {{ ref('fact_vendas') }}
    where
        status_pedido not in {{ palavras_da_loja('status') }}
        or canal not in {{ palavras_da_loja('canal') }}
    group by pedido_original_id, status_pedido, canal
),

palavras as (
    select 'pedido' as tabela, 'status' as coluna, status_pedido as palavra, desde from pedidos
    where status_pedido not in {{ palavras_da_loja('status') }}
    union all
    select 'pedido', 'canal', canal, desde from pedidos
    where canal not in {{ palavras_da_loja('canal') }}
    union all
    select 'meta_vendedor', 'tipo_periodo', tipo_periodo, data_ultima_atualizacao
    from {{ ref('fact_metas') }}
    where tipo_periodo not in {{ palavras_da_loja('tipo_periodo') }}
)

select
    cast(tabela as {{ tipo('nvarchar(50)') }}) as tabela,
    cast(coluna as {{ tipo('nvarchar(50)') }}) as coluna,
    cast(palavra as {{ tipo('nvarchar(200)') }}) as palavra,
    cast(count(*) as bigint) as linhas,
    min(desde) as desde
from palavras
group by tabela, coluna, palavra
