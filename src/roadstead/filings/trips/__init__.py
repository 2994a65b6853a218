"""Trips that captains tell by form: saved craft and people, drafts, what was sent, declarations."""
