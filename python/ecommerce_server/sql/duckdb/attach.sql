attach '{arquivo}' as antes (read_only)
