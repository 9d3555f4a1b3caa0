"""Faults that really happen, each in a process of its own."""
