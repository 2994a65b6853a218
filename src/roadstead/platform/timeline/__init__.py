"""Timelines: events in a chain, tasks with due times, attachments with their checks; cases and alerts have one."""
