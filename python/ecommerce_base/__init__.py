"""What every room stands on: settings, errors, opening a DuckDB file, word of a run under way."""
