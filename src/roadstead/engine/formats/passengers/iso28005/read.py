"""EPCMessage: one document in, the manifest and what was wrong with it out (ISO 28005-2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.xml_forms.person import person
from roadstead.engine.formats.common.xml_forms.rest import about_the_rest
from roadstead.engine.formats.common.xml_forms.when import Where, sent_time
from roadstead.engine.formats.passengers.iso28005.codes import COUNTS, FUNCTIONS, LISTS, PERSONS, RELEASE, TYPE
from roadstead.engine.formats.passengers.iso28005.voyage import call_of, voyage
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Manifest, MessageHeader, ReportingParty, Role, Traveller, Voyage
from roadstead.engine.syntax.xml import Element, Facts, facts

CONTACTS: Final = ("businesstelephone", "mobiletelephone", "telephone", "hometelephone", "telefax", "email")
CREW: Final = {Role.CREW, Role.TRANSIT_CREW}


def read(root: Element) -> Reading:
    """Whatever is missing or damaged is said beside the rest; nobody on board is lost. Never raises."""
    body = root.first("epcrequestbody", "epcresponsebody") or root
    notes = Notebook()
    head = _header(root, notes)
    call = call_of(body)
    party = _agent(call)
    found = voyage(call, notes)
    travellers = travellers_of(body, _day(found, head), notes)
    totals = declared(call)
    head = _with_function(head, travellers, notes)
    compare(totals, travellers, head, body, notes)
    about_the_rest(root, notes)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(message=head, voyage=found, reporting_party=party, travellers=travellers, declared=totals),
        problems=problems,
        unread=unread,
    )


def _header(root: Element, notes: Notebook) -> MessageHeader:
    head = root.first("epcmessageheader", "messageheader")
    said = facts(head) if head else facts(Element("", "", root.line))
    reference = said.value("messageid", "messageidentifier", "messagereference", "referencenumber", "journeyid")
    notes.reference = reference
    where = Where(segment="EPCMessageHeader", line=head.line if head else root.line)
    return MessageHeader(
        type=TYPE,
        release=RELEASE,
        code=said.value("messagetype").upper(),
        subcode=said.value("arrivaldeparture").upper(),
        reference=reference,
        revision=said.value("versionnumber", "revision", "version"),
        sender=said.value("sender", "senderid", "from"),
        recipient=said.value("recipient", "receiver", "to"),
        sent_at=sent_time(said.value("senttime", "sentdatetime", "timesent"), where, notes),
    )


def _with_function(head: MessageHeader, travellers: tuple[Traveller, ...], notes: Notebook) -> MessageHeader:
    function = FUNCTIONS.get(head.code)
    if function is Function.ANSWER:
        text = f"This is an answer ({head.code}) to a clearance sent before, and no new one. Nobody is taken off by it."
        notes.note("message-is-an-answer", text, segment="MessageType", sent=head.code)
    if function is None and travellers:
        crew = all(traveller.role in CREW for traveller in travellers)
        function = Function.CREW if crew else Function.PASSENGERS
    return replace(head, function=function)


def _agent(body: Element) -> ReportingParty:
    agent = body.child("agent")
    if agent is None:
        return ReportingParty()
    said = facts(agent)
    person = " ".join(each for each in (said.value("givenname"), said.value("familyname")) if each)
    return ReportingParty(
        name=said.value("company", "companyname", "name") or person or said.value("person"),
        contact=tuple(said.values(*CONTACTS)),
    )


def _day(found: Voyage, head: MessageHeader) -> str:
    """The day by which two-digit birth years are settled: the last of the voyage, else that of the message."""
    days = [time[:10] for leg in found.legs for time in (leg.departure, leg.arrival) if time]
    return max(days, default=head.sent_at[:10])


# ── Crew list and passenger list, and how many are said to be on board.


PASSENGERS: Final = {Role.PASSENGER, Role.TRANSIT_PASSENGER}


def travellers_of(body: Element, day: str, notes: Notebook) -> tuple[Traveller, ...]:
    """Everybody, in the order of the document."""
    listed = enumerate(_persons(body), 1)
    return tuple(person(element, place, role, day, notes) for place, (element, role) in listed)


def _persons(body: Element) -> Iterator[tuple[Element, Role]]:
    for names in [body] if body.key in LISTS else body.within(*LISTS):
        persons = names.within(*PERSONS) or [each for each in names.children if each.children or each.attributes]
        yield from ((element, LISTS[names.key]) for element in persons)


def declared(body: Element) -> dict[str, int]:
    """By kind; "persons" only where the sender does not tell passengers and crew apart."""
    counted = body.first("personsonboard", "personsonboardlist", "numberofpersons")
    said = facts(counted) if counted else facts(body)
    found = {kind: number for kind, names in COUNTS.items() if (number := _number(said, names)) is not None}
    if "passengers" in found and "crew" in found:
        found.pop("persons", None)
    return found


def _number(said: Facts, names: tuple[str, ...]) -> int | None:
    value = said.value(*names)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def compare(
    totals: Mapping[str, int], travellers: tuple[Traveller, ...], head: MessageHeader, body: Element, notes: Notebook
) -> None:
    """Somebody is missing, or the count is wrong. An answer, or a cancellation, names nobody by right."""
    if head.function is Function.ANSWER or FUNCTIONS.get(head.code) is Function.CANCEL:
        return
    read = Counter("passengers" if traveller.role in PASSENGERS else "crew" for traveller in travellers)
    read["persons"] = len(travellers)
    if not travellers:
        text = "The message names nobody. If somebody is on board, send PassengerList and CrewList."
        notes.warning("nobody-in-the-list", text, body.line, segment=body.name)
    for kind, number in totals.items():
        if number != read[kind]:
            text = f"{number} {kind} are declared, the lists name {read[kind]}. Send the others, or correct the number."
            notes.warning(
                "count-differs", text, body.line, segment="PersonsOnboard", field=f"number of {kind}", sent=str(number)
            )
