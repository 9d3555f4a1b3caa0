select arquivo, conselho, vezes from recusas
