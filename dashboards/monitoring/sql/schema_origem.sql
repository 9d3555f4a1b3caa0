select
    tabela, coluna, tipo, mudanca, visto_em
from audit.schema_origem
where mudanca is not null
order by visto_em desc, tabela, coluna
