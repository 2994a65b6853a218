"""The travel documents of a person in a ship's list: elements of their own, or single values beside the name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.formats.common.xml_forms.names import DOCUMENT, DOCUMENTS, OUTSIDE
from roadstead.engine.formats.common.xml_forms.when import Where, expiry, past
from roadstead.engine.formats.passengers.sheets.combined_cells import document_type
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Document
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.tables import document_name, document_types
from roadstead.engine.syntax.xml import Element, Facts, facts
from roadstead.engine.text import dates

VISA: Final = "V"


def documents(
    element: Element, said: Facts, visa: str, day: str, where: Where, notes: Notebook
) -> tuple[Document, ...]:
    """All of them, in the order sent; a visa number beside them is a document of its own."""
    own = [each for each in element.within(*DOCUMENTS) if each.children or each.attributes]
    raw = [(_raw(facts(each), DOCUMENT), each.line) for each in own]
    raw += [(_raw(said, OUTSIDE), element.line)]
    found = [_document(each, line, day, where, notes) for each, line in raw if any(each.values())]
    if visa:
        found.append(Document(type=VISA, number=visa, segment=element.line))
    return tuple(found)


def _raw(said: Facts, names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {field: said.value(*each) for field, each in names.items()}


def _document(raw: dict[str, str], line: int, day: str, where: Where, notes: Notebook) -> Document:
    where = Where(segment=where.segment, line=line, whose=where.whose)
    issued, issuer = raw["issued"], raw["issuer"]
    if issued and not issuer and alpha3(issued) and not dates.parse(issued).iso:
        text = f"{where.whose}a country stands where the issue date belongs. It was taken as the issuing state."
        notes.warning("issuer-in-issue-date", text, line, segment=where.segment, field="issuing state", sent=issued)
        issued, issuer = "", issued
    document = Document(
        type=_type(raw["type"]),
        number=" ".join(raw["number"].split()),
        issuer=alpha3(issuer) if len(issuer) > len("BRB") and alpha3(issuer) else issuer.upper(),
        expires=expiry(raw["expires"], where, notes) if raw["expires"] else "",
        issued=past(issued, "issue date", day, where, notes) if issued else "",
        segment=line,
    )
    _about(document, raw["type"], where, notes)
    return document


def _type(sent: str) -> str:
    """A code as sent; a name ("Passport") becomes the code that has it."""
    if document_name(sent):
        return sent.upper()
    named = (code for code, name in document_types().items() if name == sent.strip().casefold())
    return next(named, "") or document_type(sent) or sent.upper()


def _about(document: Document, sent: str, where: Where, notes: Notebook) -> None:
    if not document.number:
        text = f"{where.whose}a document without number. Send the number."
        notes.warning("document-number-missing", text, where.line, segment=where.segment, field="document number")
    if not sent:
        text = f"{where.whose}it is not said what kind of document this is. Send P for a passport."
        notes.note("document-type-missing", text, where.line, segment=where.segment, field="document type")
    elif not document_name(document.type):
        text = f"{where.whose}document type {sent[:20]} is not known here. It was kept as sent."
        notes.note("document-type-unknown", text, where.line, segment=where.segment, field="document type", sent=sent)
