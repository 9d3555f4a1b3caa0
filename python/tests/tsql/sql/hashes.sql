select {chave} as chave, row_hash from {tabela}
