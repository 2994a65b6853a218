"""PNRGOV in XML: the bookings of a flight (IATA PADIS XML, IATA_PNRGOV_NotifRQ, and its children under any root).

What an XML booking says is written as the segments of the EDIFACT form and read by the same reader behind the same
filter (S1, S2): one understanding of a booking, whichever form it comes in.
"""

from roadstead.engine.formats.passengers.pnrgov_xml.read import read as read
from roadstead.engine.formats.passengers.pnrgov_xml.read import voyage_of as voyage_of
