"""Services used by all other parts: database, accounts, audit log, directory, notifications' outbox, timelines."""
