"""Replay of a stored hit: reproduces it identically, or reports the differences (S19)."""
