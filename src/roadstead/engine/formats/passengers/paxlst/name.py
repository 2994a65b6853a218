"""Read NAD of a person: the name (C080) and the address (C059 to 3207)."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.name_and_address import correct_nad
from roadstead.engine.formats.passengers.paxlst.codes import MAYBE_CUT_CHARS
from roadstead.engine.formats.passengers.paxlst.draft import NO_ADDRESS, Draft
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.heading import words
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Address
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, element_text, part
from roadstead.engine.text.names import titles

NAMES: Final = 5  # components of C080 that are names; the sixth is a format code
SURELY_BETWEEN: Final = ("<<", "/")
OF_A_SURNAME: Final = {"JR", "SR", "II", "III", "IV"}  # "ROE, JR" is not a surname with a given name
BETWEEN_GIVEN_NAMES: Final = str.maketrans("</,", "   ")


def nad(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Set surname and given names as sent; a name in one piece is divided only at a slash, a comma or fillers."""
    sent = correct_nad(found.segment, found.number, notes)
    surname, given = _names(sent, 4)
    if not surname and not given:
        surname, given = _names(sent, 3)
        if surname or given:
            text = Sentence(
                "Person %(place)s: The name is in the wrong element (C058). We read it. Send it in C080.",
                {"place": draft.place},
            )
            text_sent = element_text(sent[3])
            notes.note("name-in-free-text", text, found.number, segment="NAD", field="name (C058)", sent=text_sent)
    if not given or any(mark in surname for mark in SURELY_BETWEEN):
        surname, given = _taken_apart(surname, given, found, draft, notes)
    draft.keep("surname", surname, found.number)
    if given:
        draft.keep("given names", given, found.number)
    draft.surname, draft.given = surname, given
    if id := part(found.segment, 2):
        draft.id = id
        draft.keep("person's number", id, found.number)
    draft.address = address(sent)
    _about(draft, found, notes)


def _names(segment: Segment, element: int) -> tuple[str, str]:
    names = [each.strip() for each in segment[element][:NAMES]] if len(segment) > element else []
    return (names[0] if names else ""), " ".join(name for name in names[1:] if name)


def _taken_apart(name: str, others: str, found: NumberedSegment, draft: Draft, notes: Notebook) -> tuple[str, str]:
    """Divide a name in one piece. `others`: given names sent separately; with them, a comma does not divide."""
    for mark in SURELY_BETWEEN if others else (*SURELY_BETWEEN, ","):
        surname, joint, given = name.partition(mark)
        if joint and surname.strip() and given.strip() and given.strip(" .").upper() not in OF_A_SURNAME:
            text = Sentence(
                "Person %(place)s: Surname and given names are in one field. We divided them at '%(mark)s'. "
                "Check the name.",
                {"place": draft.place, "mark": mark},
            )
            notes.note("name-in-one-piece", text, found.number, segment="NAD", field="name (3036)", sent=name)
            draft.keep("name", name, found.number)
            return surname.strip(), " ".join(f"{given} {others}".translate(BETWEEN_GIVEN_NAMES).split())
    return name, others


def _about(draft: Draft, found: NumberedSegment, notes: Notebook) -> None:
    if max(len(draft.surname), len(draft.given)) >= MAYBE_CUT_CHARS:
        text = Sentence(
            "Person %(place)s: The name is so long that it may be cut off. Compare it with the passport.",
            {"place": draft.place},
        )
        notes.note("name-may-be-cut", text, found.number, segment="NAD", field="name (3036)", sent=draft.surname)


def address(segment: Segment) -> Address:
    """Read street, city, region (code or name), postcode and country."""
    if len(segment) <= 5:
        return NO_ADDRESS
    return Address(
        street=" ".join(words(segment, 5)),
        city=part(segment, 6),
        region=part(segment, 7, 3) or part(segment, 7),
        postcode=part(segment, 8),
        country=part(segment, 9).upper(),
    )


def note_titles(draft: Draft, notes: Notebook) -> None:
    """Note a title in the given names. The name stays as sent; the normalised manifest leaves titles out."""
    if found := titles(draft.given, draft.sex):
        text = Sentence(
            "Person %(place)s: The given names contain a title (%(found)s). Send names without titles.",
            {"place": draft.place, "found": found[0]},
        )
        notes.note("title-in-name", text, draft.number, segment="NAD", field="name (3036)", sent=draft.given)
