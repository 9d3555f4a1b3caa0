select top 5 c.nome_cliente, v.nome_cliente, c.email
from dim.dim_cliente as c
inner join vw.vw_cliente_metricas as v on c.cliente_original_id = v.cliente_original_id
where c.eh_atual = 1 and c.email is not null
