select * from read_json($arquivo)
