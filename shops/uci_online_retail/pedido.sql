-- One order an invoice. Some invoices hold two minutes: the first one counts.
select distinct on (trim(InvoiceNo))
    InvoiceNo as pedido_id,
    CustomerID as cliente_id,
    InvoiceDate as data_pedido,
    'Televendas' as canal,
    Country as pais,
    origem
from vendas
order by origem
