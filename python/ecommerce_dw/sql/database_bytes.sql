-- How long the file of an open DuckDB database must be.
select total_blocks * block_size from pragma_database_size()
