-- As at the beginning of a reload.
truncate core.{tabela}
