select {colunas} from core.{tabela};
