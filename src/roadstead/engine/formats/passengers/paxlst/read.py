"""Read PAXLST, the list of passengers or crew: one message in, the manifest and its problems out.

UN/EDIFACT D.02B to D.21B; WCO/IATA/ICAO message implementation guide, IMO FAL.5/Circ.40 (ships), CBP ACE (trucks).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.edifact_header import header, is_part, note_parts
from roadstead.engine.formats.passengers.paxlst.codes import (
    CHANGE_OF_FLIGHT,
    COUNTED_AS,
    FLIGHT_STATUS,
    LISTS,
    MASTER_CREW,
    TOTALS,
)
from roadstead.engine.formats.passengers.paxlst.fast_path import FastReader
from roadstead.engine.formats.passengers.paxlst.groups import Groups, NumberedSegment, grouped
from roadstead.engine.formats.passengers.paxlst.heading import message_header, reporting_party
from roadstead.engine.formats.passengers.paxlst.order import note_order, note_unknown_codes
from roadstead.engine.formats.passengers.paxlst.person import ListDefaults, person
from roadstead.engine.formats.passengers.paxlst.voyage import voyage
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Manifest, MessageHeader, Role, Traveller, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Interchange, Message, Repeated, Segment, as_text

A_FLIGHT: Final = re.compile(r"[A-Z0-9]{2}[A-Z]?0*[0-9]{1,4}(?=[A-Z]?(?:/|$| ))")
WITHOUT_PEOPLE: Final = {Function.CANCEL, Function.CLOSE, Function.CLOSED_ON_BOARD, Function.CLOSED_NOT_ON_BOARD}


def read(interchange: Interchange, message: Message) -> Reading:
    """Read one PAXLST. Damaged parts become problems; no person on board is lost. Never raises."""
    notes = Notebook(reference=message.reference)
    groups = grouped(message.segments, message.tags)
    head = replace(message_header(header(interchange, message), groups.head, notes), type="PAXLST")
    note_parts(head, notes)
    party = reporting_party(groups.reporting_party, notes)
    found = _of_no_flight(groups, notes) if head.code == MASTER_CREW else voyage(groups.voyage, notes)
    is_plain = not interchange.has_repetitions and not _is_status_change(head)
    travellers = _travellers(groups, head, _date_of(found, head), notes, is_plain=is_plain)
    totals = _declared_counts(groups.totals, notes)
    if not _is_status_change(head):
        _compare_counts(totals, travellers, head, notes)
    if interchange.has_repetitions:
        _about_repetitions(message.segments, notes)
    _report_message(head, found, travellers, groups, notes)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(
            message=_with_function(head, travellers),
            voyage=found,
            reporting_party=party,
            travellers=travellers,
            declared=totals,
        ),
        problems=(*message.problems, *problems),
        unread=unread,
    )


def voyage_of(message: Message) -> Voyage | None:
    """Return the voyage alone; None if the message, or the part given, ends before its first traveller."""
    groups = grouped(message.segments, message.tags)
    return voyage(groups.voyage, Notebook()) if groups.persons else None


def _of_no_flight(groups: Groups, notes: Notebook) -> Voyage:
    """Return mode and airline of a master crew list; the number in TDT is the sender's own, not a flight."""
    if not groups.voyage:
        return Voyage()
    found = voyage(groups.voyage, notes)
    text = Sentence("A master crew list does not belong to a flight. We stored the number in TDT as the sender's own.")
    notes.note(
        "master-crew-list", text, groups.voyage[0].number, segment="TDT", field="flight (8028)", sent=found.number
    )
    return Voyage(mode=found.mode, carrier=found.carrier)


def _travellers(
    groups: Groups, head: MessageHeader, flight_date: str, notes: Notebook, *, is_plain: bool
) -> tuple[Traveller, ...]:
    listed = ListDefaults(
        usual=Role.CREW if LISTS.get(head.code) is Function.CREW else Role.PASSENGER,
        flight_date=flight_date,
        is_status_change=_is_status_change(head),
    )
    short = FastReader(flight_date)
    return tuple(
        (short.traveller(party) if is_plain else None) or person(party, place, listed, notes)
        for place, party in enumerate(groups.persons, 1)
    )


def _is_status_change(head: MessageHeader) -> bool:
    """Return True if the message is about a list sent before and is not a list itself."""
    return head.code == FLIGHT_STATUS or head.function in WITHOUT_PEOPLE


def _date_of(voyage: Voyage, head: MessageHeader) -> str:
    """Return the day against which two-digit birth years resolve: the last of the voyage, else the interchange's."""
    days = [day[:10] for leg in voyage.legs for day in (leg.departure, leg.arrival) if day]
    return max(days, default=head.sent_at[:10])


def _with_function(head: MessageHeader, travellers: tuple[Traveller, ...]) -> MessageHeader:
    """Return the header with its function; without one in BGM, the travellers' roles decide."""
    if head.function is not None:
        return head
    crew = travellers and all(COUNTED_AS[traveller.role] == "crew" for traveller in travellers)
    return replace(head, function=Function.CREW if crew else Function.PASSENGERS)


def _report_message(
    head: MessageHeader, voyage: Voyage, travellers: tuple[Traveller, ...], groups: Groups, notes: Notebook
) -> None:
    if not travellers and head.function not in WITHOUT_PEOPLE and head.subcode.upper() != CHANGE_OF_FLIGHT:
        text = Sentence("The list has no people. If anyone is on board, send the list again.")
        notes.warning("nobody-in-the-list", text, segment="NAD")
    is_bound = bool(voyage.legs) and bool(voyage.legs[-1].destination)
    if (voyage.legs or voyage.number) and not is_bound and head.function not in WITHOUT_PEOPLE:
        text = Sentence(
            "There is no port of arrival, so we cannot tell which state and deadline apply. Send LOC+87 with the port."
        )
        notes.warning("port-of-arrival-missing", text, segment="LOC", field="port of arrival (3225)")
    named = A_FLIGHT.match(head.access_reference)
    if named and A_FLIGHT.fullmatch(voyage.number) and _is_another(named.group(), voyage):
        text = Sentence(
            "The access reference has flight %(named)s, but the list has %(number)s. We used the flight of the "
            "list. Correct the access reference.",
            {"named": named.group(), "number": voyage.number},
        )
        notes.note(
            "access-reference-names-another-flight",
            text,
            1,
            segment="UNH",
            field="access reference (0068)",
            sent=head.access_reference,
        )
    for found in (found for party in groups.other_parties for found in party.found):
        notes.keep_unread(as_text(found.segment))
    note_order(groups, head, notes)
    note_unknown_codes(notes)
    _about_unread(notes)


def _is_another(flight: str, voyage: Voyage) -> bool:
    """Return True if the two flights differ. XA0007, XA7 and 0007 of XA are one flight."""
    one, other = (number.removeprefix(voyage.carrier).lstrip("0") for number in (flight, voyage.number))
    return not one.startswith(other)


def _about_repetitions(segments: list[Segment], notes: Notebook) -> None:
    """Keep segments with repeated elements as unread: only the first repetition is used, except in COM."""
    for segment in segments:
        if segment[0][0] != "COM" and any(
            isinstance(element, Repeated) and _has_different_repeats(element) for element in segment
        ):
            notes.keep_unread(as_text(segment))


def _has_different_repeats(element: Repeated) -> bool:
    return any(other != list(element) for other in element.others)


def _about_unread(notes: Notebook) -> None:
    tags = list(dict.fromkeys(segment[:3] for segment in notes.unread))
    if tags:
        count = len(notes.unread) + notes.further_unread
        text = Sentence(
            "Segments that we did not use: %(count)s (%(tags)s). We stored them with the message.",
            {"count": count, "tags": ", ".join(tags[:10])},
        )
        notes.note("segments-not-used", text, sent=notes.unread[0])


def _declared_counts(group: list[NumberedSegment], notes: Notebook) -> dict[str, int]:
    """Return the counts of CNT by kind, "passengers" and "crew"."""
    totals: dict[str, int] = {}
    for found in group:
        value, kind = found.value, TOTALS.get(found.code)
        if found.tag == "CNT" and kind and value.isascii() and value.isdigit() and len(value) < 7:
            totals[kind] = int(value)
        else:
            notes.keep_unread(as_text(found.segment))
    return totals


def _compare_counts(
    totals: Mapping[str, int], travellers: tuple[Traveller, ...], head: MessageHeader, notes: Notebook
) -> None:
    """Compare the declared counts with the travellers read; a part of a split list declares the count of the whole."""
    read = Counter(COUNTED_AS[traveller.role] for traveller in travellers)
    for kind, said in totals.items():
        if said == read[kind]:
            continue
        text = Sentence(
            "Number of %(kind)s declared in CNT for the whole voyage: %(said)s. In this message: %(read)s.",
            {"said": said, "kind": Sentence(kind), "read": read[kind]},
        )
        if is_part(head):
            notes.note(
                "count-of-the-whole-list",
                Sentence("%(text)s The others are in the other parts.", {"text": text}),
                segment="CNT",
                field=f"number of {kind} (6066)",
                sent=str(said),
            )
        else:
            notes.warning(
                "count-differs",
                Sentence("%(text)s Send the missing people, or correct the number.", {"text": text}),
                segment="CNT",
                field=f"number of {kind} (6066)",
                sent=str(said),
            )
