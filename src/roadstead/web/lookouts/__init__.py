"""Lookouts: those to watch for, a new one, and one with its desks, replies and history."""
