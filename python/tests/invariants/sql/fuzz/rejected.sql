select regra from audit.quarentena where entidade = ? and chave_origem = ? and resolvido_em is null
