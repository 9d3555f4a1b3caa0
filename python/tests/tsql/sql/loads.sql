select count(*) as a_espera
from sys.dm_exec_requests as pedido
cross apply sys.dm_exec_sql_text(pedido.sql_handle) as texto
where pedido.wait_type like 'LCK%' and texto.text like '%model.ecommerce_dw.fact_vendas"%'
