"""Read group 5: DOC and the DTM and LOC that belong to it, in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from roadstead.engine.formats.passengers.paxlst.codes import EXPIRY, FILLER, MAX_NUMBER_CHARS, STATE_OF_A_COUNTRY
from roadstead.engine.formats.passengers.paxlst.draft import Draft
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.when import expiry, past, sent_value
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Document
from roadstead.engine.reference.tables import document_name
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, as_text, element_text, part


def doc(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Add a document from DOC+P:110:111+number, DOC+P:110:ZZZ+number or DOC+P+number."""
    type, number = _type_and_number(found.segment)
    draft.documents.append(Document(type=type, number=number, segment=found.number))
    draft.keep("document number", number, found.number)
    _about(type, number, found, draft, notes)
    _take_early(draft, notes)


def _about(type: str, number: str, found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    if not number:
        text = Sentence("Person %(place)s: A document has no number. Send the number in DOC.", {"place": draft.place})
        notes.warning("document-number-missing", text, found.number, segment="DOC", field="document number (1004)")
    elif len(number) > MAX_NUMBER_CHARS:
        text = Sentence(
            "Person %(place)s: The document number is too long. Check it for typing errors.",
            {"place": draft.place},
        )
        notes.warning(
            "document-number-too-long", text, found.number, segment="DOC", field="document number (1004)", sent=number
        )
    if not type:
        text = Sentence(
            "Person %(place)s: A document has no type. Send P for a passport.",
            {"place": draft.place},
        )
        notes.note("document-type-missing", text, found.number, segment="DOC", field="document type (1001)")
    elif not document_name(type):
        text = Sentence(
            "Person %(place)s: Document type %(type)s is not one we know. We kept it. Send P for a passport.",
            {"place": draft.place, "type": type[:10]},
        )
        notes.note("document-type-unknown", text, found.number, segment="DOC", field="document type (1001)", sent=type)


def _type_and_number(segment: Segment) -> tuple[str, str]:
    """Return type and number. The fourth component holds the type in words, or a misplaced number."""
    type, number, fourth = part(segment, 1), part(segment, 2), part(segment, 1, 3)
    if type and not number and any(char.isdigit() for char in fourth):
        number = fourth
    return (type or fourth).upper(), number


def expires(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Set the expiry date from DTM+36. A second, different one is kept as sent and reported."""
    if not _has_document(found, draft, "expires"):
        return
    value, known = expiry(found, draft.place, notes), draft.documents[-1].expires
    if known and value and known != value:
        draft.keep("expiry date", sent_value(found)[0], found.number)
        text = Sentence(
            "Person %(place)s: The document has two expiry dates. We used the first. Check it.",
            {"place": draft.place},
        )
        notes.warning(
            "second-expiry-date", text, found.number, segment="DTM", field="expiry date", sent=sent_value(found)[0]
        )
    draft.documents[-1] = replace(draft.documents[-1], expires=known or value)


def issued(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Set the issue date from DTM+182, or from 137 of some senders."""
    if _has_document(found, draft, "issued"):
        value = past(found, "issue date", draft.flight_date, draft.place, notes)
        draft.documents[-1] = replace(draft.documents[-1], issued=value or draft.documents[-1].issued)


def issued_in(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Set the issuer from LOC+91. Of two (ACE: state, then country) the country is the issuer; the state is kept."""
    if not _has_document(found, draft, "issuer"):
        return
    value = (part(found.segment, 2) or part(found.segment, 2, 3)).upper().rstrip(FILLER)
    known = draft.documents[-1].issuer
    if part(found.segment, 2, 1) == STATE_OF_A_COUNTRY or (known and value):
        draft.keep("issued in", element_text(found.segment[2]), found.number)
    if part(found.segment, 2, 1) != STATE_OF_A_COUNTRY:
        draft.documents[-1] = replace(draft.documents[-1], issuer=known or value)


def _has_document(found: NumberedSegment, draft: Draft, field: str) -> bool:
    """Return True if the detail belongs to the last document; else keep it for the next DOC.

    The next DOC is the first one, or the next one of a sender who puts details before the document.
    """
    is_of_the_last = draft.documents and not (draft.details_first and getattr(draft.documents[-1], field))
    if not is_of_the_last:
        draft.early.append(found)
    return bool(is_of_the_last)


def _take_early(draft: Draft, notes: Notebook) -> None:
    waiting, draft.early = draft.early, []
    if waiting and not draft.details_first:
        text = Sentence(
            "Person %(place)s: The expiry date or issuer is before the document. We used it for that document. "
            "Check it.",
            {"place": draft.place},
        )
        notes.note(
            "document-detail-before-document",
            text,
            waiting[0].number,
            segment=waiting[0].tag,
            sent=as_text(waiting[0].segment),
        )
    for found in waiting:
        _read(found)(found, draft, notes)
    draft.details_first = draft.details_first or bool(waiting)


def _read(found: NumberedSegment) -> Callable[[NumberedSegment, Draft, Notebook], None]:
    if found.tag == "LOC":
        return issued_in
    return expires if found.code in EXPIRY else issued


def take_waiting_details(draft: Draft, notes: Notebook) -> None:
    """Give details that still wait at the end of a person to the last document; report them if there is none."""
    waiting, draft.early, draft.details_first = draft.early, [], False
    for found in waiting:
        if draft.documents:
            _read(found)(found, draft, notes)
            continue
        text = Sentence(
            "Person %(place)s: There is an expiry date or issuer without a document. Send DOC before it.",
            {"place": draft.place},
        )
        notes.warning(
            "document-detail-without-document", text, found.number, segment=found.tag, sent=as_text(found.segment)
        )
        notes.keep_unread(as_text(found.segment))
