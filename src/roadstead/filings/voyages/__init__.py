"""Voyages, travellers and bookings of record, version by version."""
