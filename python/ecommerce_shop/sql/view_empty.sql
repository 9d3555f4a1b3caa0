-- This shop has none.
create or alter view core.{tabela} as
select
    {colunas}
where 1 = 0
