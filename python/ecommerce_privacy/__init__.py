"""What the law gives a person: a copy of the own data, and their erasure."""
