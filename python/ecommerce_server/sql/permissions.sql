select
    p.direito,
    coalesce(has_perms_by_name(db_name(), 'DATABASE', p.direito), 0) as tem
from (
    values
    ('CREATE TABLE'),
    ('CREATE VIEW'),
    ('VIEW DEFINITION'),
    ('ALTER ANY MASK'),
    ('UNMASK')
) as p (direito)
union all
select
    concat('the rights of an owner in schema ', s.nome),
    case
        when schema_id(s.nome) is null
            then coalesce(has_perms_by_name(db_name(), 'DATABASE', 'CREATE SCHEMA'), 0)
        when exists (
            select 1
            from (
                values ('ALTER'), ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('REFERENCES')
            ) as d (direito)
            where coalesce(has_perms_by_name(s.nome, 'SCHEMA', d.direito), 0) = 0
        ) then 0
        else 1
    end
from (
    values ('stg'), ('snap'), ('dim'), ('fact'), ('vw'), ('ops'), ('ctl'), ('audit'), ('dbo')
) as s (nome)
union all
select
    'SELECT on sys.sql_expression_dependencies',
    coalesce(has_perms_by_name('sys.sql_expression_dependencies', 'OBJECT', 'SELECT'), 0)
