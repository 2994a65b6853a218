"""EPCMessage: one document in, the manifest and what was wrong with it out (ISO 28005-2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.xml_forms.rest import about_the_rest
from roadstead.engine.formats.common.xml_forms.when import Where, sent_time
from roadstead.engine.formats.passengers.iso28005.codes import FUNCTIONS, RELEASE, TYPE
from roadstead.engine.formats.passengers.iso28005.lists import compare, declared, travellers_of
from roadstead.engine.formats.passengers.iso28005.voyage import call_of, voyage
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Manifest, MessageHeader, ReportingParty, Role, Traveller, Voyage
from roadstead.engine.syntax.xml import Element, facts

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
