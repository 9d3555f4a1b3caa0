-- Major version of the server (16 = 2022). Azure SQL Database (edition 5) counts as the newest.
select case when cast(serverproperty(N'EngineEdition') as int) = 5 then 99
    else cast(serverproperty(N'ProductMajorVersion') as int) end as versao;
