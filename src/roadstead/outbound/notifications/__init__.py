"""Notices to states: routing, channels, delivery, escalation, the duty roster."""
