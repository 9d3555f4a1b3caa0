-- {tabela}.{coluna} of one row becomes {valor}.
update core.{tabela} set {coluna} = {valor}, data_atualizacao = carimbo()
where {chave} = (select uma(list({chave})) from core.{tabela});
