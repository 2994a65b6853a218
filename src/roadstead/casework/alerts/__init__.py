"""From a hit to an alert: the queue, decisions, suppression of repeats, outcomes."""
