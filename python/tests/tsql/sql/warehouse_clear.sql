declare @limpar nvarchar(max) = (
    select string_agg(
        cast(concat(
            'alter table ', quotename(schema_name(fk.schema_id)), '.', quotename(object_name(fk.parent_object_id)),
            ' drop constraint ', quotename(fk.name), ';'
        ) as nvarchar(max)), ''
    )
    from sys.foreign_keys as fk
    where schema_name(fk.schema_id) in ('stg', 'snap', 'dim', 'fact', 'vw', 'ops', 'audit', 'ctl')
);
if @limpar is not null exec sp_executesql @limpar;
set @limpar = (
    select string_agg(
        cast(concat(
            'drop ', case when o.type = 'V' then 'view ' else 'table ' end,
            quotename(schema_name(o.schema_id)), '.', quotename(o.name), ';'
        ) as nvarchar(max)), ''
    ) within group (order by o.type desc)
    from sys.objects as o
    where o.type in ('U', 'V') and schema_name(o.schema_id) in ('stg', 'snap', 'dim', 'fact', 'vw', 'ops', 'audit', 'ctl')
);
if @limpar is not null exec sp_executesql @limpar;
select 1 as feito;
