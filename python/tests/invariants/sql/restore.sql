-- The rows that keep.sql set aside.
delete from {table};
insert into {table} from mantida_{table};
