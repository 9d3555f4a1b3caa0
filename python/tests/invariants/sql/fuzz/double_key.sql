-- A row of {tabela} comes once more under its key, as from an export that was joined twice.
insert into core.{tabela} by name
select * replace (carimbo() as data_atualizacao)
from core.{tabela} where {chave} = (select uma(list({chave})) from core.{tabela});
