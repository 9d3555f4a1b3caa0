-- One database into another, which an older DuckDB can read.
copy from database novo to antigo
