select {chave} from antes.core.{tabela}
except
select {chave} from core.{tabela}
