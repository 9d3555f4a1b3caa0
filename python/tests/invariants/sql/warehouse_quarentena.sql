-- The open rows of the quarantine.
select entidade, cast(chave_origem as bigint) as chave, regra
from dw.audit.quarentena
where resolvido_em is null
