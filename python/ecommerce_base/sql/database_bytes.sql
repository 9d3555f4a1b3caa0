-- How long the file of an open DuckDB database must be at least: free blocks may lie beyond its end.
select used_blocks * block_size from pragma_database_size()
