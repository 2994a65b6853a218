"""PNRGOV: the bookings of a flight, pushed by the carrier (IATA PADIS, EDIFACT)."""

from roadstead.messages.pnrgov.about import without_text as without_text
from roadstead.messages.pnrgov.reader import read as read
from roadstead.messages.pnrgov.reader import voyage_of as voyage_of
from roadstead.messages.pnrgov.writer import write as write
