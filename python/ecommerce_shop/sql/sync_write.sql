-- What changed is written anew, stamped; what was there keeps the day of its insert.
delete from core.{tabela} where {chave} in (select chave from sumiu_{tabela});
delete from core.{tabela} where {chave} in (select {chave} from mudou_{tabela} where not nova);
insert into core.{tabela} ({colunas}, data_cadastro, data_atualizacao)
select {colunas}, coalesce(desde, carimbo(data_cadastro)), carimbo(data_atualizacao)
from mudou_{tabela}
order by {chave};
