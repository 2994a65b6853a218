"""Read a notice of arrival or departure with its lists: one document in, the manifest and its problems out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, sent_time
from roadstead.engine.formats.common.xml_forms.person import person
from roadstead.engine.formats.common.xml_forms.unread_values import note_unread
from roadstead.engine.formats.passengers.cruise_xml.codes import FUNCTIONS, LISTS, PERSONS, TYPE
from roadstead.engine.formats.passengers.cruise_xml.voyage import voyage
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Manifest, MessageHeader, ReportingParty, Role, Traveller, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element, NestedValues, nested_values

CREW: Final = {Role.CREW, Role.TRANSIT_CREW}


def read(root: Element) -> Reading:
    """Read a notice into a manifest. Missing or damaged parts become problems; no person is lost. Never raises."""
    notes = Notebook()
    call = root.without(*LISTS)
    said = _details(call)
    reference = said.value("noticeid", "transactionid", "messageid")
    notes.reference = reference
    sent_at = said.value("createddatetime", "receiveddatetime", "sentdatetime", "createddate")
    written = sent_time(sent_at, ProblemPlace(segment=root.name, line=root.line), notes)
    found = voyage(call, notes)
    travellers = _travellers(root, _day(found, written), notes)
    kind = said.value("noticetransactiontype", "transactiontype").upper()
    head = MessageHeader(
        type=TYPE,
        release=said.value("version"),
        function=FUNCTIONS.get(kind) or _function(travellers),
        code=said.value("noticetype").upper(),
        subcode=kind,
        reference=reference,
        sent_at=written,
    )
    party = _reporting_party(call)
    if not travellers and head.function is not Function.CANCEL:
        text = Sentence("The notice has no people. If anyone is on board, send CREW_LIST and NONCREW_LIST.")
        notes.warning("nobody-in-the-list", text, root.line, segment=root.name)
    note_unread(root, notes)
    problems, unread = notes.finish()
    manifest = Manifest(message=head, voyage=found, reporting_party=party, travellers=travellers)
    return Reading(manifest=manifest, problems=problems, unread=unread)


def _details(root: Element) -> NestedValues:
    details = root.first("noticedetails", "header", "messageheader")
    return nested_values(details) if details else NestedValues(root)


def _travellers(root: Element, day: str, notes: Notebook) -> tuple[Traveller, ...]:
    listed = enumerate(_persons(root), 1)
    return tuple(person(element, place, role, day, notes) for place, (element, role) in listed)


def _persons(root: Element) -> Iterator[tuple[Element, Role]]:
    for names in root.within(*LISTS):
        yield from ((element, LISTS[names.key]) for element in names.within(*PERSONS))


def _day(found: Voyage, written: str) -> str:
    days = [time[:10] for leg in found.legs for time in (leg.departure, leg.arrival) if time]
    return max(days, default=written[:10])


def _function(travellers: tuple[Traveller, ...]) -> Function | None:
    if not travellers:
        return None
    return Function.CREW if all(each.role in CREW for each in travellers) else Function.PASSENGERS


def _reporting_party(root: Element) -> ReportingParty:
    party = root.first("reportingparty")
    if party is None:
        return ReportingParty()
    said = nested_values(party)
    contact = (said.value("phone"), said.value("email"), said.value("fax"))
    return ReportingParty(name=said.value("company") or said.value("name"), contact=tuple(filter(None, contact)))
