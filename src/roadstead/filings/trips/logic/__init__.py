"""Trips without database or clock: the list as it is sent, changes of it, and checks of what was typed."""
