"""Health of the service: heartbeats, limits, and notification of standstills."""
