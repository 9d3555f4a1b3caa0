select name as nome
from sys.databases
where upper(name) in (?, ?)
union all
select name
from sys.server_principals
where name like 'svc[_]%' and type = 'S'
