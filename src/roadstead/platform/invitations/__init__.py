"""Invitations, links that replace credentials, and carriers' tokens."""
