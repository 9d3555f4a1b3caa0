"""The launcher: it makes the environment and the source, calls dbt, and says what happened."""
