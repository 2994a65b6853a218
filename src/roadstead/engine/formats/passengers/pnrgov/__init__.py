"""Reader and writer of PNRGOV: the bookings of a flight, pushed by the carrier (IATA PADIS, EDIFACT)."""

from roadstead.engine.formats.passengers.pnrgov.message_problems import without_text as without_text
from roadstead.engine.formats.passengers.pnrgov.read import read as read
from roadstead.engine.formats.passengers.pnrgov.read import voyage_of as voyage_of
from roadstead.engine.formats.passengers.pnrgov.write import write as write
