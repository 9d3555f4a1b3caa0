select
    p.direito,
    coalesce(has_perms_by_name(db_name(), 'DATABASE', p.direito), 0) as tem
from (
    values
    ('CREATE SCHEMA'),
    ('CREATE TABLE'),
    ('CREATE VIEW'),
    ('ALTER'),
    ('SELECT'),
    ('INSERT'),
    ('UPDATE'),
    ('DELETE'),
    ('REFERENCES'),
    ('EXECUTE')
) as p (direito)
