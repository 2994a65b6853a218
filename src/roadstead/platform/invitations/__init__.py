"""Accounts are made by invitation."""
