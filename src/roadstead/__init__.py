"""Roadstead: what carriers send becomes what an officer needs to know before arrival."""
