-- Values that only one row may have and two or more have.
select
    count(*) as vezes,
    arg_min(antes, depois) as antes,
    min(depois) as depois,
    arg_min(valor, depois) as valor
from (
    select
        min(n.origem) as antes,
        max(n.origem) as depois,
        any_value(b.{coluna})::varchar as valor
    from nova_{tabela} as n
    left join bruta_{tabela} as b on n.linha = b.rowid
    where n.{coluna} is not null
    group by n.{coluna}
    having count(*) > 1
) as dobrado
