"""A case handed out: as a signed document for people, and as data whose chain anybody can check (S29)."""
