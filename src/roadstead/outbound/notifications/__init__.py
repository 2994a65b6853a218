"""Notifications to states: routing, channels, delivery and escalation."""
