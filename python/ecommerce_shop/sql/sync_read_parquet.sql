select * from read_parquet($arquivo)
