"""Read BGM, the header's RFF and DTM, and group 1 (NAD+MS, COM): the kind of list, and its sender."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from roadstead.engine.formats.common.name_and_address import correct_nad
from roadstead.engine.formats.passengers.paxlst.codes import (
    CONTACTS,
    CREW_KINDS,
    FUNCTIONS,
    LISTS,
    MASTER_CREW,
    MAX_SUBCODE_CHARS,
    OF_MASTER_CREW,
    SUBCODES,
)
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Function, MessageHeader, ReportingParty
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, as_text, part, repetitions


def message_header(envelope: MessageHeader, head: list[NumberedSegment], notes: Notebook) -> MessageHeader:
    """Return the envelope's header with kind, function and reference of the list."""
    made = envelope
    for found in head:
        if found.tag == "BGM":
            made = _bgm(made, found, notes)
        elif found.tag == "RFF" and found.code == "TN":
            made = replace(
                made, reference=found.value or made.reference, revision=part(found.segment, 1, 4) or made.revision
            )
        else:
            notes.keep_unread(as_text(found.segment))
    if not made.code:
        notes.warning(
            "list-kind-missing",
            "BGM is missing, so we do not know whether these are passengers (745) or crew (250). Send BGM.",
            segment="BGM",
        )
    return made


def _bgm(made: MessageHeader, found: NumberedSegment, notes: Notebook) -> MessageHeader:
    code, second = found.code, part(found.segment, 2)
    is_subcode = len(second) <= MAX_SUBCODE_CHARS and not second.isdigit()
    if code not in LISTS:
        text = Sentence(
            "BGM %(code)s is not a list we know. We read it as a list of people. Send 745 (passengers), 250 "
            "(crew) or 266 (change).",
            {"code": code or "(empty)"},
        )
        notes.warning("list-kind-unknown", text, found.number, segment="BGM", field="kind of list (1001)", sent=code)
    if words := CREW_KINDS.get((code, second.upper())):
        text = Sentence("Kind of list: %(words)s.", {"words": Sentence(words)})
        notes.note("crew-list-kind", text, found.number, segment="BGM", field="sub-kind (1004)", sent=second)
    return replace(
        made,
        code=code,
        revision=part(found.segment, 2, 2),
        subcode=second if is_subcode else "",
        action=part(found.segment, 3),
        function=function_of(code, second.upper(), part(found.segment, 3)),
        reference=made.reference if is_subcode else second,
    )


def function_of(code: str, subcode: str, message_function: str) -> Function | None:
    """Return the function: subcode (1004) first, then message function (1225), then kind of list (1001)."""
    of_subcode = OF_MASTER_CREW if code == MASTER_CREW else SUBCODES
    return of_subcode.get(subcode) or FUNCTIONS.get(message_function) or LISTS.get(code)


def reporting_party(group: list[NumberedSegment], notes: Notebook) -> ReportingParty:
    """Read NAD+MS, CTA and COM. The name is in C080, in free text (C058), one element too far, or only a code."""
    if not group:
        text = Sentence(
            "NAD+MS is missing, so we do not know who to ask about this list. Send a contact name and telephone number."
        )
        notes.note("reporting-party-missing", text, segment="NAD")
        return ReportingParty()
    (number, sent), *others = group
    nad = correct_nad(sent, number, notes)
    contact: list[str] = []
    for found in others:
        if found.tag == "COM":
            contact += contacts(found.segment)
        elif found.tag == "CTA" and (name := part(found.segment, 2, 1)):
            contact.append(name)
        else:
            notes.keep_unread(as_text(found.segment))
    return ReportingParty(
        id=part(nad, 2),
        name=next((name for element in (4, 3, 5) if (name := " ".join(words(nad, element)))), ""),
        contact=tuple(contact),
    )


def words(segment: Segment, element: int) -> list[str]:
    """Return the components of an element that are not empty."""
    return [word for each in segment[element : element + 1] for component in each if (word := component.strip())]


def contacts(segment: Segment) -> Iterator[str]:
    """Yield every value of a COM, in one or several elements or repeated in one; fax and telex numbers are marked."""
    for element in range(1, len(segment)):
        for sent in repetitions(segment, element):
            value, kind = part([sent], 0), part([sent], 0, 1).upper()
            if value and (kind or value.upper() not in CONTACTS):
                yield value + CONTACTS.get(kind, f" ({kind})")
