"""Casework: alerts and cases, on which people decide."""
