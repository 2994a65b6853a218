"""Case export: a signed document for people, and data whose hash chain anybody can verify (S29)."""
