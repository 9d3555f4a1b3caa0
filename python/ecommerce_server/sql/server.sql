select
    cast(serverproperty('ProductVersion') as nvarchar(50)) as versao,
    cast(serverproperty('Edition') as nvarchar(100)) as edicao,
    case when cast(serverproperty('EngineEdition') as int) in (5, 8) then 1 else 0 end as azure,
    cast(suser_sname() as nvarchar(128)) as login,
    coalesce(has_perms_by_name(null, null, 'VIEW SERVER STATE'), 0)
    + coalesce(has_perms_by_name(null, null, 'VIEW SERVER PERFORMANCE STATE'), 0) as ve_transacoes
