"""Requests between states: those of the own organisation, a new one, one with its messages."""
