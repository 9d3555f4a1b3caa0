-- Major version of the server (16 = 2022). Azure SQL Database (edition 5) counts as the newest; a managed instance (8), which says
-- 12 of itself, knows what 2022 knows.
select
    case cast(serverproperty(N'EngineEdition') as int)
        when 5 then 99
        when 8 then 16
        else cast(serverproperty(N'ProductMajorVersion') as int)
    end as versao;
