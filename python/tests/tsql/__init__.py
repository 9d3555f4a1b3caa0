"""What dbt would send to SQL Server, and what T-SQL refuses; no server is needed."""
