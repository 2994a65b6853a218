"""Invitations, links that replace credentials, carriers' tokens."""
