"""Timelines of cases and alerts: events in a hash chain, tasks with due times, attachments with their checks."""
