select max(data_atualizacao) from core.{tabela}
where {chave} = (select uma(list({chave})) from core.{tabela})
