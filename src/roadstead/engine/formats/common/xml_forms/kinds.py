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

MAX_CHILDREN: Final = 50  # children examined


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKind:
    """One kind of message. An element is of this kind by its own folded name, a child's or a grandchild's.

    `namespace`: beginning of the namespace in which its own name suffices; elsewhere the children decide.
    `trace_pattern`: pattern for bytes that are not well-formed. `makers`: elements that are read as soon as they end.
    """

    name: str
    names: frozenset[str]
    namespace: str = ""
    children: frozenset[str] = frozenset()
    grandchildren: frozenset[str] = frozenset()
    trace_pattern: re.Pattern[bytes]
    # True if its elements belong to one namespace; False for kinds that never keep to one, which is then not reported
    has_one_namespace: bool = True
    makers: Makers = field(default_factory=lambda: NO_MAKERS)
    read: Callable[[Element], Reading]
    voyage: Callable[[Element], Voyage | None]

    def is_kind_of(self, element: Element) -> bool:
        children = element.children[:MAX_CHILDREN]
        return (
            (element.key in self.names and element.namespace.lower().startswith(self.namespace))
            or any(child.key in self.children for child in children)
            or any(inner.key in self.grandchildren for child in children for inner in child.children[:MAX_CHILDREN])
        )


# ── XML that names people: lists, calls and bookings.


PEOPLE: Final[tuple[MessageKind, ...]] = (
    MessageKind(
        name="ISO 28005",
        names=frozenset({"epcmessage", "epcrequestbody"}),
        children=frozenset({"epcmessageheader", "epcrequestbody", "crewdata", "passengerdata"}),
        trace_pattern=re.compile(rb"<(?:[\w.-]+:)?EPC(?:Message|RequestBody)", re.IGNORECASE),
        read=iso28005.read,
        voyage=iso28005.voyage_of,
    ),
    MessageKind(
        name="PNRGOV XML",
        names=frozenset({"iatapnrgovnotifrq"}),
        children=frozenset({"pnr", "pnrs"}),
        trace_pattern=re.compile(
            rb"iata\.org/IATA/2007/00|PNRGOV_NotifRQ|<(?:[\w.-]+:)?(?:PNRs?|DOC_?SSR)[\s/>]", re.I
        ),
        read=pnrgov_xml.read,
        voyage=pnrgov_xml.voyage_of,
    ),
    MessageKind(
        name="PNRGOV XML, one booking",
        names=frozenset({"pnr"}),
        children=frozenset({"bookingrefid"}),
        grandchildren=frozenset({"docssr", "departureairport"}),
        trace_pattern=re.compile(rb"<(?:[\w.-]+:)?PNR[\s/>]", re.IGNORECASE),
        read=pnrgov_xml.read,
        voyage=pnrgov_xml.voyage_of,
    ),
    MessageKind(
        name="cruise ship's notice",
        names=frozenset(),
        children=frozenset({"noticedetails", "arrivedepart", "noncrewlist", "crewlist", "passengerlist", "guestlist"}),
        trace_pattern=re.compile(rb"<(?:[\w.-]+:)?(?:NOTICE_DETAILS|ARRIVE_DEPART|(?:NON)?CREW_?LIST)[\s/>]", re.I),
        read=cruise_xml.read,
        voyage=cruise_xml.voyage_of,
    ),
)


# ── XML of cargo: manifests, waybills, entry summaries, and responses to them.


CARGO: Final[tuple[MessageKind, ...]] = (
    MessageKind(
        name="ASYCUDA World manifest",
        names=frozenset({"awmds", "awbolds", "awmcds", "awappend", "awbolegmds"}),
        children=frozenset({"bolsegment"}),
        trace_pattern=re.compile(
            rb"<(?:[\w.-]+:)?(?:Aw(?:mds|bolds|mcds|append|bolegmds)|Bol_segment)[\s/>]", re.IGNORECASE
        ),
        makers={"bolsegment": asycuda.packed_bill},
        read=asycuda.read,
        voyage=asycuda.voyage_of,
    ),
    MessageKind(
        name="ASYCUDA World declaration",
        names=frozenset({"asycuda"}),
        trace_pattern=re.compile(rb"<(?:[\w.-]+:)?ASYCUDA[\s/>]", re.IGNORECASE),
        read=asycuda.read_declaration,
        voyage=asycuda.voyage_of_declaration,
    ),
    MessageKind(
        name="entry summary declaration",
        names=frozenset({"cc315a", "cc313a", "ie315", "ie313"}),
        trace_pattern=re.compile(rb"<(?:[\w.-]+:)?(?:CC|IE)31[35]A?[\s/>]", re.IGNORECASE),
        has_one_namespace=False,
        read=ens.read,
        voyage=ens.voyage_of,
    ),
    MessageKind(
        name="answer to an entry summary declaration",
        names=frozenset({"cc328a", "cc316a", "cc304a", "cc305a", "cc351a"}),
        children=frozenset({"responsedata"}),
        trace_pattern=re.compile(rb"<(?:[\w.-]+:)?(?:CC3(?:28|16|04|05|51)A|SuccessResponse)[\s/>]", re.IGNORECASE),
        has_one_namespace=False,
        read=ens.read_response,
        voyage=ens.voyage_of_response,
    ),
    MessageKind(
        name="answer of a customs gateway",
        names=frozenset({"successresponse", "errorresponse"}),
        namespace="http://www.",
        trace_pattern=re.compile(rb"<(?:[\w.-]+:)?(?:Success|Error)Response[^>]{0,400}(?:hmrc|govtalk)", re.IGNORECASE),
        has_one_namespace=False,
        read=ens.read_response,
        voyage=ens.voyage_of_response,
    ),
    MessageKind(
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
        namespace="iata:",
        children=frozenset({"messageheaderdocument"}),
        trace_pattern=re.compile(
            rb"iata:(?:house)?waybill:|iata:(?:house|flight)manifest:|iata:datamodel:", re.IGNORECASE
        ),
        has_one_namespace=False,
        read=cargo_xml.read,
        voyage=cargo_xml.voyage_of,
    ),
)
