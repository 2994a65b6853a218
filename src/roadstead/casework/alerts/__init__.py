"""Alerts: the queue, decisions, suppression of cleared pairs, outcomes."""
