select count(*) as quantidade
from information_schema.tables
where
    table_schema = ?
    and table_name = ?
