"""Decisions of bodies as records: what was decided, its effects, and which of them their owner has put into effect."""
