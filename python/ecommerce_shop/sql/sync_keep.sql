delete from sumiu_{tabela}
