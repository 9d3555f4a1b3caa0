-- Lines that say the same as one before: how many, and the first of them with its twin.
with igual as (
    select count(*) as vezes, min(rowid) as antes, max(rowid) as depois
    from {lido} as t
    group by hash(t)
    having count(*) > 1
)
select sum(vezes - 1) as vezes, arg_min(antes, depois) as antes, min(depois) as depois
from igual
