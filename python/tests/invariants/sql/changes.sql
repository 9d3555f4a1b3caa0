-- How many rows of {table} (key {key}) were inserted, updated and deleted from database `before`
-- to `after`, by the values of {columns}.
with velha as (
    select {key} as chave, hash({columns}) as valores from before.{table}
),

nova as (
    select {key} as chave, hash({columns}) as valores from after.{table}
)

select
    count(*) filter (v.chave is null) as inseridas,
    count(*) filter (n.valores <> v.valores) as atualizadas,
    count(*) filter (n.chave is null) as excluidas
from nova n full join velha v on v.chave = n.chave
