with usadas as (
    select distinct status_pedido, canal
    from {{ ref('fact_vendas') }}
),

-- Mostly there is none, and no order is looked at.
estranhas as (
    select * from usadas
    where
        status_pedido not in {{ palavras_da_loja('status') }}
        or canal not in {{ palavras_da_loja('canal') }}
),

pedidos as (
    select
        vendas.pedido_original_id, vendas.status_pedido, vendas.canal,
        min(vendas.data_ultima_atualizacao) as desde
    from {{ ref('fact_vendas') }} as vendas
    inner join estranhas
        on vendas.status_pedido = estranhas.status_pedido and vendas.canal = estranhas.canal
    group by vendas.pedido_original_id, vendas.status_pedido, vendas.canal
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
