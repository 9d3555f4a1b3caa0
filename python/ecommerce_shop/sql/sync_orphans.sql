-- Rows that name a parent that there is not.
select count(*) as vezes, min(n.origem) as origem, any_value(b.{coluna})::varchar as valor
from nova_{tabela} as n
inner join bruta_{tabela} as b on n.linha = b.rowid
where n.{coluna} is not null and n.{coluna} not in (select {chave} from nova_{pai})
