"""Organisations' contact points: who is competent, reached how, confirmed by whom, on duty, and qualified for what."""
