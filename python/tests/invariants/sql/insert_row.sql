-- One row into {table} of a hand-made source.
insert into core.{table} ({columns}) values ({places})
