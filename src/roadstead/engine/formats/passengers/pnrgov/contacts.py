"""Read contacts and addresses (ADD, IFT, SSR CTC…): telephone numbers and e-mail addresses, without other text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.common.fast_records import fast_constructor
from roadstead.engine.formats.passengers.pnrgov.drafts import NO_ADDRESS, Draft, Person
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.formats.redaction.kinds import MARK
from roadstead.engine.records import Address
from roadstead.engine.syntax.edifact import Element, Segment, part, repetitions

QuickAddress = fast_constructor(Address)
KEYWORD: Final = re.compile(r"[ /]*P?CTC(?: ?[A-Z])?(?: +|/(?!/))")
PAYER: Final = "43"  # text about the payer
TEXT: Final = 7  # component of an ADD


def ift(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read IFT: after filtering it holds only contacts."""
    if draft.level == "history":
        return
    person = None if part(found.segment, 1, 1) == PAYER else draft.person
    for text in _texts(found.segment):
        add_contact(plain_contact(text), draft, person)


def _texts(segment: Segment) -> Iterator[str]:
    for element in range(2, len(segment)):
        for each in repetitions(segment, element):
            yield from (text for text in each if text.strip() not in ("", MARK))


def add(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read ADD++700:street:city:region:region's name:country:postcode:telephone, an address of a contact or payer."""
    for element in range(1, len(found.segment)):
        for each in repetitions(found.segment, element):
            _add(each, draft)


def _add(element: Element, draft: Draft) -> None:
    street, city, region, name, country, postcode = (
        "" if value == MARK else value.strip() for value in [*element, *[""] * 7][1:7]
    )
    found = QuickAddress(street=street, city=city, region=region or name, postcode=postcode, country=country.upper())
    if found != NO_ADDRESS:
        draft.addresses[found] = None
    for text in element[TEXT:]:
        add_contact(plain_contact(text), draft, None)


def add_contact(contact: str, draft: Draft, person: Person | None) -> None:
    """Add a contact to its traveller, else to the booking."""
    if not contact:
        return
    if person is None:
        draft.contact[contact] = None
    elif contact not in person.contact:
        person.contact.append(contact)


def plain_contact(text: str) -> str:
    """Return a plain contact: "CTCE ANN..LEE//MAIL.EXAMPLE-1LEE/ANN" gives ANN_LEE@MAIL.EXAMPLE.

    AIRIMP has no @ and no underscore.
    """
    bare = text.replace(MARK, "").strip()
    keyword = KEYWORD.match(bare)
    bare = bare[keyword.end() if keyword else 0 :].strip(" /")
    local, at, host = bare.partition("//")
    if not at:
        return bare
    return f"{_letters(local)}@{_letters(host)}"


def _letters(text: str) -> str:
    return text.replace("..", "_").replace("./", "-")
