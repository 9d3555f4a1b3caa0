select * from {tabela}
