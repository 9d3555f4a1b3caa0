-- The open rows of the quarantine.
select entidade, try_cast(chave_origem as bigint) as chave, regra, pedido_original_id as pedido
from dw.audit.quarentena
where resolvido_em is null
