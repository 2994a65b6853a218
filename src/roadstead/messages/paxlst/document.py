"""Group 5: DOC and the DTM and LOC that belong to it. They may come in any order after it."""

from __future__ import annotations

from dataclasses import replace

from roadstead.messages.notebook import Notebook
from roadstead.messages.paxlst.codes import FILLER, LONGEST_NUMBER, STATE_OF_A_COUNTRY
from roadstead.messages.paxlst.draft import Draft
from roadstead.messages.paxlst.groups import Found
from roadstead.messages.paxlst.when import expiry, past, sent
from roadstead.model import Document
from roadstead.reference.documents import document_name
from roadstead.syntax.edifact import Segment, as_text, element_text, part


def doc(found: Found, draft: Draft, notes: Notebook) -> None:
    """DOC+P:110:111+number, DOC+P:110:ZZZ+number or DOC+P+number: a new document."""
    type, number = _type_and_number(found.segment)
    draft.documents.append(Document(type=type, number=number, segment=found.number))
    draft.keep("document number", number, found.number)
    if not number:
        text = f"Person {draft.place}: a document without number. Send the number in DOC."
        notes.warning("document-number-missing", text, found.number, segment="DOC", field="document number (1004)")
    elif len(number) > LONGEST_NUMBER:
        text = f"Person {draft.place}: the document number is longer than any document has. It was kept; correct it."
        notes.warning(
            "document-number-too-long", text, found.number, segment="DOC", field="document number (1004)", sent=number
        )
    if not type:
        text = f"Person {draft.place}: it is not said what kind of document this is. Send P for a passport."
        notes.note("document-type-missing", text, found.number, segment="DOC", field="document type (1001)")
    elif not document_name(type):
        text = f"Person {draft.place}: document type {type[:10]} is not known here. It was kept as sent."
        notes.note("document-type-unknown", text, found.number, segment="DOC", field="document type (1001)", sent=type)


def _type_and_number(segment: Segment) -> tuple[str, str]:
    """The fourth component is the type in words, and the number of those who confuse the marks."""
    type, number, fourth = part(segment, 1), part(segment, 2), part(segment, 1, 3)
    if type and not number and any(char.isdigit() for char in fourth):
        number = fourth
    return (type or fourth).upper(), number


def expires(found: Found, draft: Draft, notes: Notebook) -> None:
    """DTM+36. A second one that says something else is kept beside the first and said."""
    if not _has_document(found, draft, notes):
        return
    value, known = expiry(found, draft.place, notes), draft.documents[-1].expires
    if known and value and known != value:
        draft.keep("expiry date", sent(found)[0], found.number)
        text = f"Person {draft.place}: the document has two expiry dates. The first was taken; check it."
        notes.warning("second-expiry-date", text, found.number, segment="DTM", field="expiry date", sent=sent(found)[0])
    draft.documents[-1] = replace(draft.documents[-1], expires=known or value)


def issued(found: Found, draft: Draft, notes: Notebook) -> None:
    """DTM+182, and 137 of some senders."""
    if _has_document(found, draft, notes):
        value = past(found, "issue date", draft.flight_date, draft.place, notes)
        draft.documents[-1] = replace(draft.documents[-1], issued=value or draft.documents[-1].issued)


def issued_in(found: Found, draft: Draft, notes: Notebook) -> None:
    """LOC+91. Of two (ACE: state, then country) the country is the issuer, and the state is kept as sent."""
    if not _has_document(found, draft, notes):
        return
    value = (part(found.segment, 2) or part(found.segment, 2, 3)).upper().rstrip(FILLER)
    known = draft.documents[-1].issuer
    if part(found.segment, 2, 1) == STATE_OF_A_COUNTRY or (known and value):
        draft.keep("issued in", element_text(found.segment[2]), found.number)
    if part(found.segment, 2, 1) != STATE_OF_A_COUNTRY:
        draft.documents[-1] = replace(draft.documents[-1], issuer=known or value)


def _has_document(found: Found, draft: Draft, notes: Notebook) -> bool:
    if draft.documents:
        return True
    text = f"Person {draft.place}: expiry or issuer came before any document. Send DOC first."
    notes.warning("document-detail-without-document", text, found.number, segment=found.tag,
                  sent=as_text(found.segment))  # fmt: skip
    notes.left(as_text(found.segment))
    return False
