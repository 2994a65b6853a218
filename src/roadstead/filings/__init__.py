"""Filings received from carriers and agents: messages, voyages, cargo."""
