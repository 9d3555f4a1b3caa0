"""Elementary, opt-in: what is unusual in the warehouse, and a report of it."""
