"""Organisations' contact points: who is competent for what, how to reach them, who confirmed it, who is on duty."""
