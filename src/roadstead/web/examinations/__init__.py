"""Examinations: goods selected for a check, the daily list, what was found, detained containers."""
