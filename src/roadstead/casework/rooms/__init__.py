"""Incident rooms: a log that invited organisations share for one event, with tasks and files (decision 0055)."""
