-- The backup is complete and readable, every checksum in it right. `arquivo` comes bound.
declare @arquivo nvarchar(260) = cast(session_context(N'arquivo') as nvarchar(260));
restore verifyonly from disk = @arquivo with checksum;
go
