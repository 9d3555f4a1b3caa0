select convert(varchar(26), cast(sysdatetime() as datetime2(6)), 121) as agora
