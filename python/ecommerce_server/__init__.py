"""SQL Server: its driver and connection, what doctor asks of it, and the bulk load of a source."""
