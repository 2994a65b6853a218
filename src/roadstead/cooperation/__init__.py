"""Cooperation between states: what one asks another for, and what becomes of it."""
