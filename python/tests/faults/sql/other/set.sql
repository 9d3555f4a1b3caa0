update core.{table}
set {column} = {value}, data_atualizacao = {stamp}
where {rows}
