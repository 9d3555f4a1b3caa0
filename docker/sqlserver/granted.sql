-- What the roles of this project hold in the current database and its schemas, as permissions.csv
-- would say it.
select
    papel.name as papel,
    direito.permission_name as permissao,
    direito.class_desc as escopo,
    case direito.class when 3 then schema_name(direito.major_id) else N'' end as objeto
from sys.database_permissions as direito
inner join sys.database_principals as papel on direito.grantee_principal_id = papel.principal_id
where papel.type = 'R' and direito.class in (0, 3) and papel.name like N'dw[_]%' and direito.state in ('G', 'W');
