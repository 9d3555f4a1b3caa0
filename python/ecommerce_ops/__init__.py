"""Operating the warehouse day after day: schedule, alerts, backup and restore."""
