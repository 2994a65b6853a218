"""Vetting: sheets of applicants, one with its people and its letter, and possible matches of the centre."""
