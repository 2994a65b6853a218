"""Handling of rows: TLP, handling codes, source grading and consent, and the function that says if a row may leave."""
