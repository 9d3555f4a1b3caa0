"""The ETL monitor."""
