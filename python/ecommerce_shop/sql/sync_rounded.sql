select {contagens} from bruta_{tabela} as b
