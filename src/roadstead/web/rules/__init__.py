"""Written rules."""
