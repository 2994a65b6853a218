"""Alerts: the queue, one alert, outcomes, cleared pairs."""
