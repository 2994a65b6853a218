"""Transactional outbox: one table of events to notify people of, written in the transaction of the event itself."""
