select * from core.{tabela}
except
select * from antes.core.{tabela}
