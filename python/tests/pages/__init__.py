"""Tests of the dashboards and of what they read through."""
