"""What a run leaves out: work of dbt that nobody reads, views that are right as they are."""
