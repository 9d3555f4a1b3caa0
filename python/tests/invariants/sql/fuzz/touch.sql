-- One row of {tabela} is stamped and says what it said.
update core.{tabela} set data_atualizacao = carimbo()
where {chave} = (select uma(list({chave})) from core.{tabela});
