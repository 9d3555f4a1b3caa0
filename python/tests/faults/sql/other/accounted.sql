select
    (select count(*) from src.core.{table}) as linhas,
    (
        select count(*) from dw.audit.quarentena
        where entidade = '{table}' and resolvido_em is null
    ) as rejeitadas,
    (select count(*) from {loaded}) as carregadas,
    (select count(*) from src.core.{table} where {waits}) as esperam
