select
    tabela,
    coluna,
    tipo,
    mudanca
from audit.schema_origem
where mudanca is not null
