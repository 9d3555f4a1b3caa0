-- A row of {tabela}, as another one, without a key.
insert into core.{tabela} by name
select * replace (null as {chave}, carimbo() as data_atualizacao)
from core.{tabela} where {chave} = (select uma(list({chave})) from core.{tabela});
