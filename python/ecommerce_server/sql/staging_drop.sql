drop table if exists carga.{tabela};
drop table if exists carga.{tabela}_excluidas;
