"""Cooperation of states: directory, law, duty roster, notices, channels."""
