"""Handling: TLP, handling codes, source grading and consent; the one function that says whether a row may leave."""
