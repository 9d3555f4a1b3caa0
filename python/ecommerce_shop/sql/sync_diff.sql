-- Rows that core does not have, or has otherwise. nova: whether it is the first kind.
create temp table mudou_{tabela} as
select n.*, c.{chave} is null as nova, c.data_cadastro as desde
from nova_{tabela} as n
left join core.{tabela} as c on n.{chave} = c.{chave}
where c.{chave} is null or row({novas}) is distinct from row({atuais});

create temp table sumiu_{tabela} as
select c.{chave} as chave
from core.{tabela} as c
where not exists (select 1 from nova_{tabela} as n where n.{chave} = c.{chave});
