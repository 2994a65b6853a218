"""XML that names people: which elements are lists, calls and bookings."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.common.xml_forms.kind import Kind
from roadstead.engine.formats.passengers import cruise_xml, iso28005, pnrgov_xml

PEOPLE: Final[tuple[Kind, ...]] = (
    Kind(
        name="ISO 28005",
        names=frozenset({"epcmessage", "epcrequestbody"}),
        children=frozenset({"epcmessageheader", "epcrequestbody", "crewdata", "passengerdata"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?EPC(?:Message|RequestBody)", re.IGNORECASE),
        read=iso28005.read,
        voyage=iso28005.voyage_of,
    ),
    Kind(
        name="PNRGOV XML",
        names=frozenset({"iatapnrgovnotifrq"}),
        children=frozenset({"pnr", "pnrs"}),
        traces=re.compile(rb"iata\.org/IATA/2007/00|PNRGOV_NotifRQ|<(?:[\w.-]+:)?(?:PNRs?|DOC_?SSR)[\s/>]", re.I),
        read=pnrgov_xml.read,
        voyage=pnrgov_xml.voyage_of,
    ),
    Kind(
        name="PNRGOV XML, one booking",
        names=frozenset({"pnr"}),
        children=frozenset({"bookingrefid"}),
        grandchildren=frozenset({"docssr", "departureairport"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?PNR[\s/>]", re.IGNORECASE),
        read=pnrgov_xml.read,
        voyage=pnrgov_xml.voyage_of,
    ),
    Kind(
        name="cruise ship's notice",
        names=frozenset(),
        children=frozenset({"noticedetails", "arrivedepart", "noncrewlist", "crewlist", "passengerlist", "guestlist"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:NOTICE_DETAILS|ARRIVE_DEPART|(?:NON)?CREW_?LIST)[\s/>]", re.I),
        read=cruise_xml.read,
        voyage=cruise_xml.voyage_of,
    ),
)
