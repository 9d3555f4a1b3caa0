attach '{lugar}' as banco (type {tipo}, read_only)
