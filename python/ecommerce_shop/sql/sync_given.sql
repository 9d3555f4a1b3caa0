select {contagens} from bruta_{tabela}
