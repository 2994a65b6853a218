"""Targeting: watchlists and risk rules."""
