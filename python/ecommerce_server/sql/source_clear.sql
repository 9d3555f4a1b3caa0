declare @limpar nvarchar(max) = (
    select string_agg(
        cast(concat(
            'alter table core.', quotename(object_name(fk.parent_object_id)), ' drop constraint ', quotename(fk.name), ';'
        ) as nvarchar(max)), ''
    )
    from sys.foreign_keys as fk
    where fk.schema_id = schema_id('core')
);
if @limpar is not null exec sp_executesql @limpar;
set @limpar = (
    select string_agg(cast(concat('drop table core.', quotename(t.name), ';') as nvarchar(max)), '')
    from sys.tables as t
    where t.schema_id = schema_id('core')
);
if @limpar is not null exec sp_executesql @limpar;
