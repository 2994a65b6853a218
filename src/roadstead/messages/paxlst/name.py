"""NAD of a person: the name (C080) and the address (C059 to 3207)."""

from __future__ import annotations

from typing import Final

from roadstead.messages.notebook import Notebook
from roadstead.messages.paxlst.draft import NO_ADDRESS, Draft
from roadstead.messages.paxlst.groups import Found
from roadstead.messages.paxlst.heading import words
from roadstead.model import Address
from roadstead.syntax.edifact import Segment, part

NAMES: Final = 5  # components of C080 that are names; the sixth is a format code
MAY_BE_CUT: Final = 35  # characters: where senders of the older directories cut


def nad(found: Found, draft: Draft, notes: Notebook) -> None:
    """Family name and given names as sent; a name in one piece is taken apart only at a slash or at fillers."""
    surname, given = _names(found.segment)
    if not surname and not given:
        surname = " ".join(words(found.segment, 3))
        if surname:
            text = f"Person {draft.place}: the name stands in the wrong element (C058). It was read as a family name."
            notes.note("name-in-free-text", text, found.number, segment="NAD", field="name (C058)", sent=surname)
    if not given:
        surname, given = _taken_apart(surname, found, draft, notes)
    draft.keep("surname", surname, found.number)
    if given:
        draft.keep("given names", given, found.number)
    draft.surname, draft.given = surname, given
    if id := part(found.segment, 2):
        draft.references["passenger"] = id
    draft.address = _address(found.segment)
    _about(draft, found, notes)


def _names(segment: Segment) -> tuple[str, str]:
    names = [each.strip() for each in segment[4][:NAMES]] if len(segment) > 4 else []
    return (names[0] if names else ""), " ".join(name for name in names[1:] if name)


def _taken_apart(name: str, found: Found, draft: Draft, notes: Notebook) -> tuple[str, str]:
    for mark in ("<<", "/"):
        surname, joint, given = name.partition(mark)
        if joint and surname.strip() and given.strip():
            text = f"Person {draft.place}: the whole name came in one piece; it was divided at {mark}. Check it."
            notes.note("name-in-one-piece", text, found.number, segment="NAD", field="name (3036)", sent=name)
            draft.keep("name", name, found.number)
            return surname.strip(), " ".join(given.replace("<", " ").replace("/", " ").split())
    return name, ""


def _about(draft: Draft, found: Found, notes: Notebook) -> None:
    if not draft.surname and not draft.given:
        text = f"Person {draft.place} has no name. The person is kept in the list; ask who it is and send the name."
        notes.error("name-missing", text, found.number, segment="NAD", field="name (3036)")
    elif max(len(draft.surname), len(draft.given)) >= MAY_BE_CUT:
        text = f"Person {draft.place}: the name is so long that it may have been cut. Compare it with the passport."
        notes.note("name-may-be-cut", text, found.number, segment="NAD", field="name (3036)", sent=draft.surname)


def _address(segment: Segment) -> Address:
    """Street, city, region (code or name), postcode, country."""
    if len(segment) <= 5:
        return NO_ADDRESS
    return Address(
        street=" ".join(words(segment, 5)),
        city=part(segment, 6),
        region=part(segment, 7, 3) or part(segment, 7),
        postcode=part(segment, 8),
        country=part(segment, 9).upper(),
    )
