-- A new row of {tabela}, as another one but for its key.
insert into core.{tabela} by name
select * replace (
    (select max({chave}) from core.{tabela}) + 1 as {chave}, carimbo() as data_atualizacao
)
from core.{tabela} where {chave} = (select uma(list({chave})) from core.{tabela});
