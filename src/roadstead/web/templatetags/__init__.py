"""Template tags and filters of several areas."""
