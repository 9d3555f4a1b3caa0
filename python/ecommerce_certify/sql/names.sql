select name as nome
from sys.databases
union all
select name
from sys.server_principals
