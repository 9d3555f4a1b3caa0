-- A product is named as in most of its lines.
select
    upper(trim(StockCode)) as produto_id,
    coalesce(mode(trim(Description)) filter (trim(Description) <> ''), upper(trim(StockCode))) as nome_produto,
    min(origem) as origem
from vendas
group by upper(trim(StockCode))
