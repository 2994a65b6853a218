"""Situation reports of an organisation, from drafts to their issue to others, and mails about the watch log."""
