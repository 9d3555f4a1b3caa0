select
    count(*) as tabelas,
    sum(case when t.name = 'identidade_origem' then 1 else 0 end) as nossas,
    cast(sysdatetime() as datetime2(6)) as relogio
from sys.tables as t
where t.schema_id = schema_id('core')
