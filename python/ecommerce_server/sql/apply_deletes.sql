delete from core.{tabela}
where {chave} in (select {chave} from carga.{tabela}_excluidas);
