create temp table {nome} as select * from banco.{tabela}
