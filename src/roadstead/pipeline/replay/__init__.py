"""Replay: a hit made again from what is kept, identical or with its differences (S19)."""
