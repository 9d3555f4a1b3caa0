drop table if exists carga.{tabela};
drop table if exists carga.{tabela}_excluidas;
select top (0) * into carga.{tabela} from core.{tabela};
select top (0) {chave} into carga.{tabela}_excluidas from core.{tabela};
