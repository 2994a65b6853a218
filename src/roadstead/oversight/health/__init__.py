"""Whether Roadstead does its work: heartbeats, limits, and the notification that it stands still."""
