"""Read an EPCMessage (ISO 28005-2): one document in, the manifest and its problems out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, sent_time
from roadstead.engine.formats.common.xml_forms.person import person
from roadstead.engine.formats.common.xml_forms.unread_values import note_unread
from roadstead.engine.formats.passengers.iso28005.codes import COUNTS, FUNCTIONS, LISTS, PERSONS, RELEASE, TYPE
from roadstead.engine.formats.passengers.iso28005.voyage import call_of, voyage
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Manifest, MessageHeader, ReportingParty, Role, Traveller, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element, NestedValues, nested_values

CONTACTS: Final = ("businesstelephone", "mobiletelephone", "telephone", "hometelephone", "telefax", "email")
CREW: Final = {Role.CREW, Role.TRANSIT_CREW}


def read(root: Element) -> Reading:
    """Read an EPCMessage into a manifest. Missing or damaged parts become problems; no person is lost. Never raises."""
    body = root.first("epcrequestbody", "epcresponsebody") or root
    notes = Notebook()
    head = _header(root, notes)
    call = call_of(body)
    party = _agent(call)
    found = voyage(call, notes)
    travellers = travellers_of(body, _day(found, head), notes)
    totals = declared_counts(call)
    head = _with_function(head, travellers, notes)
    compare_counts(totals, travellers, head, body, notes)
    note_unread(root, notes)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(message=head, voyage=found, reporting_party=party, travellers=travellers, declared=totals),
        problems=problems,
        unread=unread,
    )


def _header(root: Element, notes: Notebook) -> MessageHeader:
    head = root.first("epcmessageheader", "messageheader")
    said = nested_values(head) if head else nested_values(Element("", "", root.line))
    reference = said.value("messageid", "messageidentifier", "messagereference", "referencenumber", "journeyid")
    notes.reference = reference
    where = ProblemPlace(segment="EPCMessageHeader", line=head.line if head else root.line)
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
        text = Sentence(
            "This is a response (%(code)s) to an earlier clearance, so it does not remove anyone from the list.",
            {"code": head.code},
        )
        notes.note("message-is-an-answer", text, segment="MessageType", sent=head.code)
    if function is None and travellers:
        crew = all(traveller.role in CREW for traveller in travellers)
        function = Function.CREW if crew else Function.PASSENGERS
    return replace(head, function=function)


def _agent(body: Element) -> ReportingParty:
    agent = body.child("agent")
    if agent is None:
        return ReportingParty()
    said = nested_values(agent)
    person = " ".join(each for each in (said.value("givenname"), said.value("familyname")) if each)
    return ReportingParty(
        name=said.value("company", "companyname", "name") or person or said.value("person"),
        contact=tuple(said.values(*CONTACTS)),
    )


def _day(found: Voyage, head: MessageHeader) -> str:
    """Return the day against which two-digit birth years are resolved: the last of the voyage, else the message's."""
    days = [time[:10] for leg in found.legs for time in (leg.departure, leg.arrival) if time]
    return max(days, default=head.sent_at[:10])


PASSENGERS: Final = {Role.PASSENGER, Role.TRANSIT_PASSENGER}


def travellers_of(body: Element, day: str, notes: Notebook) -> tuple[Traveller, ...]:
    """Return all travellers, in the order of the document."""
    listed = enumerate(_persons(body), 1)
    return tuple(person(element, place, role, day, notes) for place, (element, role) in listed)


def _persons(body: Element) -> Iterator[tuple[Element, Role]]:
    for names in [body] if body.key in LISTS else body.within(*LISTS):
        persons = names.within(*PERSONS) or [each for each in names.children if each.children or each.attributes]
        yield from ((element, LISTS[names.key]) for element in persons)


def declared_counts(body: Element) -> dict[str, int]:
    """Return declared counts by kind; "persons" only if the sender does not count passengers and crew separately."""
    counted = body.first("personsonboard", "personsonboardlist", "numberofpersons")
    said = nested_values(counted) if counted else nested_values(body)
    found = {kind: number for kind, names in COUNTS.items() if (number := _number(said, names)) is not None}
    if "passengers" in found and "crew" in found:
        found.pop("persons", None)
    return found


def _number(said: NestedValues, names: tuple[str, ...]) -> int | None:
    value = said.value(*names)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def compare_counts(
    totals: Mapping[str, int], travellers: tuple[Traveller, ...], head: MessageHeader, body: Element, notes: Notebook
) -> None:
    """Warn if people are missing or a declared count differs. Responses and cancellations name no one."""
    if head.function is Function.ANSWER or FUNCTIONS.get(head.code) is Function.CANCEL:
        return
    read = Counter("passengers" if traveller.role in PASSENGERS else "crew" for traveller in travellers)
    read["persons"] = len(travellers)
    if not travellers:
        text = Sentence("The message has no people. If anyone is on board, send PassengerList and CrewList.")
        notes.warning("nobody-in-the-list", text, body.line, segment=body.name)
    for kind, number in totals.items():
        if number != read[kind]:
            text = Sentence(
                "Declared %(kind)s: %(number)s. On the list: %(read)s. Send the missing people, or correct the number.",
                {"number": number, "kind": Sentence(kind), "read": read[kind]},
            )
            notes.warning(
                "count-differs", text, body.line, segment="PersonsOnboard", field=f"number of {kind}", sent=str(number)
            )
