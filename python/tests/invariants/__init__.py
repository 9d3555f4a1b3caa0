"""An independent account of what the warehouse must hold, and the tools to compare the two."""
