-- {tabela} has each key once, and no row without one.
delete from core.{tabela}
where {chave} is null or rowid not in (select min(rowid) from core.{tabela} group by {chave});
