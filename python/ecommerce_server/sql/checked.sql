alter table core.{tabela} with check check constraint all;
