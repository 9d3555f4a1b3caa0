select count(*), count(distinct evento_id)
from audit.connection_login_events
where evento_id like '%-%'
