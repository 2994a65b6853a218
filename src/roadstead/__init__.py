"""Roadstead: what carriers send becomes what an officer needs to know before arrival."""

__version__ = "0.1.0"
