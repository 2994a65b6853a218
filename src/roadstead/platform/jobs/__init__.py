"""Periodic work: one table of jobs, each run by one process at a time and tried again after a failure."""
