"""Accounts: people, invitations, signing in, second approvals."""
