-- One row of {tabela} is gone; nothing else tells.
delete from core.{tabela} where {chave} = (select uma(list({chave})) from core.{tabela});
