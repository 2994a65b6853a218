"""Watchlists: entries, nominations, settings, quality."""
