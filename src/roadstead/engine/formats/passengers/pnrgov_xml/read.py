"""Read PNRGOV in XML, already filtered: one message in, the manifest and its problems out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, sent_time
from roadstead.engine.formats.passengers.pnrgov.booking import read_booking
from roadstead.engine.formats.passengers.pnrgov.flight import declared_counts, voyage
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov.message_problems import compare_counts
from roadstead.engine.formats.passengers.pnrgov.records import records
from roadstead.engine.formats.passengers.pnrgov_xml.booking import complete, segments
from roadstead.engine.formats.passengers.pnrgov_xml.flights import most_flown, tvl
from roadstead.engine.formats.passengers.pnrgov_xml.people import passengers
from roadstead.engine.formats.passengers.pnrgov_xml.write import segment_at
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import (
    Booking,
    Function,
    Manifest,
    MessageHeader,
    Problem,
    ReportingParty,
    Traveller,
    Voyage,
)
from roadstead.engine.sentences import Sentence, Value
from roadstead.engine.syntax.xml import Element, unread

TYPE: Final = "PNRGOV"
RELEASE: Final = "XML"


def read(root: Element) -> Reading:
    """Read one push. Damaged parts become problems; no traveller is lost. Never raises."""
    notes = Notebook()
    pnrs = bookings_in(root)
    head = _header(root, notes)
    flight = _flight(root, pnrs, notes)
    ours = voyage(flight, notes)
    travellers, bookings = _bookings(pnrs, ours, head, notes)
    totals = declared_counts(flight, notes)
    compare_counts(totals, len(bookings), head, notes)
    _about_the_whole(root, bookings, notes)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(
            message=head,
            voyage=ours,
            reporting_party=ReportingParty(id=head.sender),
            travellers=travellers,
            declared=totals,
            bookings=bookings,
        ),
        problems=_in_xml(problems),
        unread=unread,
    )


def voyage_of(root: Element) -> Voyage | None:
    """Return the flight alone; None if the beginning of the message does not hold it."""
    found_here = voyage(_flight(root, bookings_in(root), Notebook()), Notebook())
    return found_here if found_here.number or found_here.legs else None


def bookings_in(root: Element) -> list[Element]:
    """Return every PNR; if the sender left that element out, the whole message is one."""
    found_here = [root] if root.key == "pnr" else root.within("pnr")
    return found_here or ([root] if root.within("bookingrefid", "passenger", "flight") else [])


def _header(root: Element, notes: Notebook) -> MessageHeader:
    reference = root.value("transactionidentifier", "echotoken", "correlationid")
    notes.reference = reference
    originator = root.first("originator")
    codes = [originator.value("airlinecode"), originator.value("systemcode")] if originator else []
    version = root.value("version")
    root.value("target", "sequencenmbr")
    return MessageHeader(
        type=TYPE,
        release=f"{RELEASE}:{version}" if version else RELEASE,
        function=Function.BOOKINGS,
        reference=reference,
        sender=":".join(filter(None, codes)),
        sent_at=sent_time(root.value("timestamp"), ProblemPlace(segment=root.name, line=root.line), notes),
    )


def _flight(root: Element, pnrs: list[Element], notes: Notebook) -> list[NumberedSegment]:
    """Return TVL of FlightLeg, or of the flight most bookings hold, and EQN with the declared number of bookings."""
    leg = root.first("flightleg") or most_flown(pnrs)
    if leg is not None and leg.key != "flightleg":
        text = Sentence(
            "The message does not name its flight. We used the flight that most bookings have. Send FlightLeg."
        )
        notes.warning("flight-told-by-the-bookings", text, leg.line, segment="FlightLeg", field="flight")
    listed = root.first("pnrs")
    count = listed.value("numberofpnrs") if listed else root.value("numberofpnrs")
    eqn = [segment_at(listed or root, ["EQN"], [count])] if count else []
    return [*([tvl(leg, notes)] if leg is not None else []), *eqn]


def _bookings(
    pnrs: list[Element], ours: Voyage, head: MessageHeader, notes: Notebook
) -> tuple[tuple[Traveller, ...], tuple[Booking, ...]]:
    """Return all travellers, and every booking with its travellers' places in that list."""
    day = max((leg.departure[:10] for leg in ours.legs), default="") or head.sent_at[:10]
    travellers: list[Traveller] = []
    bookings: list[Booking] = []
    for pnr in pnrs:
        draft = read_booking(segments(pnr, notes), day, ours.number, notes)
        complete(draft, pnr)
        people, booking = records(draft, ours, len(travellers), notes)
        _compare_party(pnr, booking, notes)
        travellers += people
        bookings.append(booking)
    return tuple(travellers), tuple(bookings)


def _compare_party(pnr: Element, booking: Booking, notes: Notebook) -> None:
    """Warn if a booking names fewer than it declares, as a group may. More is possible: infants have no seat."""
    said = pnr.value("numberofpassengers")
    named = len(passengers(pnr))
    if said.isascii() and said.isdigit() and named < int(said[:6]):
        text = Sentence(
            "Booking %(locator)s: Declared travellers: %(said)s. Named: %(named)s. Send the other names.",
            {"locator": booking.locator, "said": said, "named": named},
        )
        notes.warning("count-differs", text, pnr.line, segment="PNR", field="number of travellers", sent=said)


# Problems of the message as a whole. For unread values only the paths are shown, never a value (S1).


MAX_VALUES: Final = 200_000  # values examined
MAX_NAMED: Final = 10


def _about_the_whole(root: Element, bookings: Sequence[Booking], notes: Notebook) -> None:
    if not bookings:
        text = Sentence("The message has no bookings. If there are any, send them.")
        notes.note("no-bookings", text, root.line, segment="PNR")
    _about_dropped(bookings, notes)
    _about_unread(root, notes)


def _about_dropped(bookings: Sequence[Booking], notes: Notebook) -> None:
    dropped: Counter[str] = Counter()
    for booking in bookings:
        dropped.update(booking.dropped)
    if dropped:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(dropped.items()))
        text = Sentence(
            "We did not store this information, because the law does not allow it or we do not need it: "
            "%(kinds)s. You do not need to do anything.",
            {"kinds": kinds},
        )
        notes.note("dropped-before-storage", text)


def _about_unread(root: Element, notes: Notebook) -> None:
    places = Counter(path.partition("/")[2] or path for path, _, _ in islice(unread(root), MAX_VALUES))
    if not places:
        return
    for place, count in places.items():
        notes.keep_unread(f"{place} ({count})")
    names = ", ".join(dict.fromkeys(place.rpartition("/")[2] for place in list(places)[:MAX_NAMED]))
    text = Sentence("Values that we did not use: %(places)s (%(names)s).", {"places": places.total(), "names": names})
    notes.note("elements-not-used", text)


# Problems that name segments, translated to element names: senders of XML do not know TIF.


ELEMENTS: Final[Mapping[str, str]] = {
    "TIF": "Passenger",
    "TVL": "Flight",
    "RCI": "BookingRefID",
    "SRC": "PNR",
    "EQN": "NumberOfPnrs",
    "ORG": "POS",
    "ADD": "ContactInfo",
    "IFT": "ContactInfo",
    "FTI": "CustLoyalty",
    "FOP": "PaymentInfo",
    "TKT": "TicketDocument",
    "MON": "TotalFare",
    "TRI": "CheckInInfo",
    "SSD": "CheckInInfo",
    "TBD": "BagInfo",
    "DDMMYY:HHMM": "DepartureDateTime",
}
TAG: Final = re.compile("|".join(rf"\b{tag}\b" for tag in ELEMENTS))
NUMBER: Final = re.compile(r" \([0-9]{4}\)")  # of a data element


def _in_xml(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(
        replace(
            problem,
            text=with_elements(problem.text),
            sentence=_sentence_in_xml(problem.wording),
            segment=ELEMENTS.get(problem.segment, problem.segment),
            field=NUMBER.sub("", problem.field),
        )
        for problem in problems
    )


def with_elements(text: str) -> str:
    """Return a text, or the template of one, with the names of elements in place of EDIFACT tags."""
    return TAG.sub(lambda tag: ELEMENTS[tag[0]], text)


def _sentence_in_xml(said: Sentence) -> Sentence:
    """Return the sentence, and those among its values, with the names of elements."""
    values: dict[str, Value] = {
        name: _sentence_in_xml(each) if isinstance(each, Sentence) else each for name, each in said.values.items()
    }
    return Sentence(with_elements(said.template), values, said.capital)
