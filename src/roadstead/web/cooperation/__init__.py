"""Cooperation of states: directory, duty roster, notices, channels."""
