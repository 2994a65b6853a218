"""Oversight: statistics, data retention, policies, second approvals and the health of the service."""
