delete from {tabela} where {chave} in (select {chave} from mudadas)
