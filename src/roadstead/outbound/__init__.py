"""Outgoing messages: responses to carriers, notifications to states."""
