insert into core.{table}
select * replace ({given})
from core.{table}
where {key} = 1
