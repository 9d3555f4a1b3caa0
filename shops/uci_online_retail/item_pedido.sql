-- One item a line; a negative quantity (invoices C...) is a return of the line that it cancels.
-- Codes are upper case: 85123a and 85123A are one product.
select
    InvoiceNo as pedido_id,
    upper(StockCode) as produto_id,
    Quantity as quantidade,
    UnitPrice as preco_unitario,
    origem
from vendas
