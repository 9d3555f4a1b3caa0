create or alter view core.{tabela} as
select
    {colunas}
from (
{consulta}
) as m
