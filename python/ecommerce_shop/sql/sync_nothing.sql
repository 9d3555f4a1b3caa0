-- A table that the shop lacks.
create temp table nova_{tabela} as
select *, null::bigint as origem, null::bigint as linha from core.{tabela} limit 0
