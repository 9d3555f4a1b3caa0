select count(*) as quantidade
from audit.connection_login_events
where evento_id = ?
