"""Watchlists: versions, entries, nominations, handling."""
