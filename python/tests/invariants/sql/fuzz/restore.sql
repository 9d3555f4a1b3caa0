-- A row of {tabela} that was deleted comes back.
insert into core.{tabela} by name
select * replace (carimbo() as data_atualizacao)
from guarda.{tabela}
where {chave} = (select uma(list({chave})) from guarda.{tabela})
    and {chave} not in (select {chave} from core.{tabela});
