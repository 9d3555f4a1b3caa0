insert into {tabela} ({colunas})
values ({marcas});
