select distinct on (trim(CustomerID))
    CustomerID as cliente_id,
    'Pessoa Jurídica' as segmento,
    Country as pais,
    origem
from vendas
where trim(CustomerID) <> ''
order by origem
