"""Reader of PNRGOV in XML: the bookings of a flight (IATA PADIS XML, IATA_PNRGOV_NotifRQ; its children under any root).

An XML booking is converted to the segments of the EDIFACT form and read by the same reader behind the same filter (S1,
S2), so that both forms are interpreted alike.
"""

from roadstead.engine.formats.passengers.pnrgov_xml.read import read as read
from roadstead.engine.formats.passengers.pnrgov_xml.read import voyage_of as voyage_of
