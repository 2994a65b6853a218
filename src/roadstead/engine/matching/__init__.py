"""Matching of one query against one index: persons by name, birth date and documents; firms, vessels and aircraft."""
