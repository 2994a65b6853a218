"""Lookouts: chosen states watch for a person, vessel or vehicle, for 72 hours at most (decision 0048)."""
