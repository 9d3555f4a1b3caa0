alter table core.{tabela} nocheck constraint all;
