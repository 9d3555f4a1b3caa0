-- {tabela}.{coluna} of one row becomes {valor}, and its stamp stays.
update core.{tabela} set {coluna} = {valor}
where {chave} = (select uma(list({chave})) from core.{tabela});
