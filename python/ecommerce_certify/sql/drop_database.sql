declare @banco sysname = cast(session_context(N'banco') as sysname), @comando nvarchar(max);
if db_id(@banco) is not null
begin
    if databasepropertyex(@banco, N'Status') = N'ONLINE'
    begin
        set @comando = N'alter database ' + quotename(@banco) + N' set single_user with rollback immediate';
        exec sys.sp_executesql @comando;
    end;
    set @comando = N'drop database ' + quotename(@banco);
    exec sys.sp_executesql @comando;
end;
