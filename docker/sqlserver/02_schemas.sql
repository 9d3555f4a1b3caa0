-- Schemas. One owner (dbo), so that a view may read a table of another schema of its database.
use ECOMMERCE_OLTP;
go
if schema_id(N'core') is null exec (N'create schema core authorization dbo');
go
use DW_ECOMMERCE;
go
if schema_id(N'stg') is null exec (N'create schema stg authorization dbo');
if schema_id(N'snap') is null exec (N'create schema snap authorization dbo');
if schema_id(N'dim') is null exec (N'create schema dim authorization dbo');
if schema_id(N'fact') is null exec (N'create schema fact authorization dbo');
if schema_id(N'vw') is null exec (N'create schema vw authorization dbo');
if schema_id(N'ops') is null exec (N'create schema ops authorization dbo');
if schema_id(N'ctl') is null exec (N'create schema ctl authorization dbo');
if schema_id(N'audit') is null exec (N'create schema audit authorization dbo');
go
