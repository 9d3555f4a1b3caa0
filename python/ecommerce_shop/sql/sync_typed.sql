-- The rows of a table as they will stand in core, and which columns could not be understood.
create temp table nova_{tabela} as
with lida as (
    select b.rowid as linha, b.origem, {valores}
    from bruta_{tabela} as b
    {palavras}
)
select {colunas}, origem, linha, concat_ws(',', {faltas}) as faltas
from lida
