select
    t.name as tabela,
    coalesce(has_perms_by_name(concat('core.', quotename(t.name)), 'OBJECT', 'SELECT'), 0) as le,
    case
        when exists (
            select 1
            from sys.index_columns as ic
            inner join sys.columns as c on ic.object_id = c.object_id and ic.column_id = c.column_id
            where
                ic.object_id = t.object_id
                and ic.key_ordinal = 1
                and c.name = 'data_atualizacao'
        ) then 1
        else 0
    end as indexada
from sys.objects as t
where
    t.schema_id = schema_id('core')
    and t.type in ('U', 'V')
