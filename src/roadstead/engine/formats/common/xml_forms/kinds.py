"""Table of XML forms: how each is recognised, and its reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.cargo import asycuda, cargo_xml, ens
from roadstead.engine.formats.passengers import cruise_xml, iso28005, pnrgov_xml
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Voyage
from roadstead.engine.syntax.xml import NO_MAKERS, Element, Makers

WIDTH: Final = 50  # children examined


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of message. An element is of this kind by its own folded name, a child's or a grandchild's.

    `space`: beginning of the namespace in which its own name suffices; elsewhere the children decide. `traces`: pattern
    for bytes that are not well-formed. `makers`: elements that are read as soon as they end.
    """

    name: str
    names: frozenset[str]
    space: str = ""
    children: frozenset[str] = frozenset()
    grandchildren: frozenset[str] = frozenset()
    traces: re.Pattern[bytes]
    # True if its elements belong to one namespace; False for kinds that never keep to one, which is then not reported
    one_space: bool = True
    makers: Makers = field(default_factory=lambda: NO_MAKERS)
    read: Callable[[Element], Reading]
    voyage: Callable[[Element], Voyage | None]

    def is_kind_of(self, element: Element) -> bool:
        children = element.children[:WIDTH]
        return (
            (element.key in self.names and element.namespace.lower().startswith(self.space))
            or any(child.key in self.children for child in children)
            or any(inner.key in self.grandchildren for child in children for inner in child.children[:WIDTH])
        )


# ── XML that names people: lists, calls and bookings.


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


# ── XML of cargo: manifests, waybills, entry summaries, and responses to them.


CARGO: Final[tuple[Kind, ...]] = (
    Kind(
        name="ASYCUDA World manifest",
        names=frozenset({"awmds", "awbolds", "awmcds", "awappend", "awbolegmds"}),
        children=frozenset({"bolsegment"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:Aw(?:mds|bolds|mcds|append|bolegmds)|Bol_segment)[\s/>]", re.IGNORECASE),
        makers={"bolsegment": asycuda.made_of},
        read=asycuda.read,
        voyage=asycuda.voyage_of,
    ),
    Kind(
        name="ASYCUDA World declaration",
        names=frozenset({"asycuda"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?ASYCUDA[\s/>]", re.IGNORECASE),
        read=asycuda.read_declaration,
        voyage=asycuda.voyage_of_declaration,
    ),
    Kind(
        name="entry summary declaration",
        names=frozenset({"cc315a", "cc313a", "ie315", "ie313"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:CC|IE)31[35]A?[\s/>]", re.IGNORECASE),
        one_space=False,
        read=ens.read,
        voyage=ens.voyage_of,
    ),
    Kind(
        name="answer to an entry summary declaration",
        names=frozenset({"cc328a", "cc316a", "cc304a", "cc305a", "cc351a"}),
        children=frozenset({"responsedata"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:CC3(?:28|16|04|05|51)A|SuccessResponse)[\s/>]", re.IGNORECASE),
        one_space=False,
        read=ens.read_answer,
        voyage=ens.voyage_of_answer,
    ),
    Kind(
        name="answer of a customs gateway",
        names=frozenset({"successresponse", "errorresponse"}),
        space="http://www.",
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:Success|Error)Response[^>]{0,400}(?:hmrc|govtalk)", re.IGNORECASE),
        one_space=False,
        read=ens.read_answer,
        voyage=ens.voyage_of_answer,
    ),
    Kind(
        name="Cargo-XML",
        names=frozenset(
            {
                "waybill",
                "housewaybill",
                "housemanifest",
                "flightmanifest",
                "statusmessage",
                "response",
                "responsemessage",
                "freightbookedlist",
            }
        ),
        space="iata:",
        children=frozenset({"messageheaderdocument"}),
        traces=re.compile(rb"iata:(?:house)?waybill:|iata:(?:house|flight)manifest:|iata:datamodel:", re.IGNORECASE),
        one_space=False,
        read=cargo_xml.read,
        voyage=cargo_xml.voyage_of,
    ),
)
