select count(*) as quantidade
from INFORMATION_SCHEMA.TABLES
where
    TABLE_SCHEMA = ?
    and TABLE_NAME = ?
