delete from core.{table}
where
    {key} is null
    or {key} = 1 and rowid > (select min(rowid) from core.{table} where {key} = 1)
