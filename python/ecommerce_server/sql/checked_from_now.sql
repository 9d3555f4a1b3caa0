alter table core.{tabela} check constraint all;
