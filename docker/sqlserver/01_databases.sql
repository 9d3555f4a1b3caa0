-- Databases ECOMMERCE_OLTP and DW_ECOMMERCE; texts compare as on DuckDB, by code point. Every script
-- here may run again at any time.
use master;
go
if db_id(N'ECOMMERCE_OLTP') is null
    create database ECOMMERCE_OLTP collate Latin1_General_100_BIN2_UTF8;
if db_id(N'DW_ECOMMERCE') is null
    create database DW_ECOMMERCE collate Latin1_General_100_BIN2_UTF8;
go
-- Readers see the last committed rows and never wait for a load. `rollback immediate` ends other
-- sessions: only where the setting is not there yet.
if exists (select 1 from sys.databases where name = N'ECOMMERCE_OLTP' and is_read_committed_snapshot_on = 0)
    alter database ECOMMERCE_OLTP set read_committed_snapshot on with rollback immediate;
if exists (select 1 from sys.databases where name = N'DW_ECOMMERCE' and is_read_committed_snapshot_on = 0)
    alter database DW_ECOMMERCE set read_committed_snapshot on with rollback immediate;
go
-- Log backups, and with them a restore to a moment, need the full recovery model.
if exists (select 1 from sys.databases where name = N'ECOMMERCE_OLTP' and recovery_model <> 1)
    alter database ECOMMERCE_OLTP set recovery full;
if exists (select 1 from sys.databases where name = N'DW_ECOMMERCE' and recovery_model <> 1)
    alter database DW_ECOMMERCE set recovery full;
go
-- A page that the disk damaged is found when it is read, and by every backup.
if exists (select 1 from sys.databases where name = N'ECOMMERCE_OLTP' and page_verify_option <> 2)
    alter database ECOMMERCE_OLTP set page_verify checksum;
if exists (select 1 from sys.databases where name = N'DW_ECOMMERCE' and page_verify_option <> 2)
    alter database DW_ECOMMERCE set page_verify checksum;
go
-- The dashboards read several figures as of one moment.
if exists (select 1 from sys.databases where name = N'DW_ECOMMERCE' and snapshot_isolation_state = 0)
    alter database DW_ECOMMERCE set allow_snapshot_isolation on;
go
