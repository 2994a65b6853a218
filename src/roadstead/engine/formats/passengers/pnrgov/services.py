"""Read SSR: the services of the closed list, each by its own handler (AIRIMP)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.checkin import seat
from roadstead.engine.formats.passengers.pnrgov.contacts import add_contact, plain_contact
from roadstead.engine.formats.passengers.pnrgov.docs import doca, docs
from roadstead.engine.formats.passengers.pnrgov.drafts import Draft, Infant, Person, Seat, plain_reference
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov.payments import ticket
from roadstead.engine.formats.passengers.pnrgov.traveller_documents import apply_doca, apply_doco
from roadstead.engine.formats.passengers.pnrgov.when import past, report
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.formats.redaction.kinds import MARK
from roadstead.engine.formats.redaction.services import retained_part
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Element, Segment, as_text, part, repetitions

TEXT: Final = 8  # component of the first element
INFT: Final = re.compile(r"[ /]*(?P<surname>[^/]+)/(?P<given>.+?)[ ./]+(?P<born>[0-9]{2}[A-Z]{3}[0-9]{2,4})")
NOBODY: Final[tuple[Person | None, ...]] = (None,)
# kinds whose traveller must be known first
OF_A_TRAVELLER: Final = frozenset({"slashes", "ticket", "date", "age", "contact"})
GIVEN_SEAT: Final = "SEAT"
CANCELLED: Final = frozenset({"XX", "XK", "HX", "NO", "UC", "UN"})


def ssr(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read one service of one, several or all travellers."""
    code = part(found.segment, 1).upper()
    if code == MARK or draft.level in ("history", "other"):
        return
    what = retained_part(code)
    if what in OF_A_TRAVELLER and not draft.people:
        draft.early.append(found)
    elif what in HANDLERS:
        HANDLERS[what](found, draft, notes)


def read_early_services(draft: Draft, notes: Notebook) -> None:
    """Read the services sent before the first TIF, now that the travellers are known."""
    draft.level = "booking"
    for found in draft.early:
        HANDLERS[retained_part(part(found.segment, 1).upper())](found, draft, notes)


def _text(segment: Segment) -> str:
    """Return the text from its component, or from the head of a later element, where some senders put it."""
    text = part(segment, 1, TEXT) or next((each[0] for each in segment[2:] if each[0].strip()), "")
    return text.removesuffix(MARK).strip()


def _references(segment: Segment) -> list[str]:
    found = (plain_reference(each[2]) for each in _details(segment) if len(each) > 2)
    return [reference for reference in found if reference]


def _details(segment: Segment) -> Iterator[Element]:
    for element in range(2, len(segment)):
        yield from repetitions(segment, element)


def _owners(found: NumberedSegment, draft: Draft) -> Sequence[Person]:
    """Return the travellers of a service, by reference, else by position; none if it may be for all."""
    named = [person for reference in _references(found.segment) if (person := draft.by_reference(reference))]
    if named:
        return named
    return [draft.person] if draft.person is not None else []


def _docs(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    text = _text(found.segment)
    if text:
        reference = next(iter(_references(found.segment)), "")
        under = draft.person.place if draft.person is not None else None
        draft.docs.append(docs(text, found.number, reference, under))


def _slashes(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read DOCA and DOCO. Without a reference they belong to the only traveller, or to none."""
    text, code = _text(found.segment), part(found.segment, 1).upper()
    owners = _owners(found, draft) or (draft.people if len(draft.people) == 1 else [])
    if not text:
        return
    if not owners:
        words = Sentence(
            "%(name)s: %(code)s has no traveller reference. Send the traveller's reference.",
            {"name": draft.name, "code": code},
        )
        notes.warning("service-without-traveller", words, found.number, segment="SSR", field=code)
        _of_the_booking(text, code, found, draft, notes)
    for person in owners:
        (apply_doca if code == "DOCA" else apply_doco)(text, person, found.number, draft, notes)


def _of_the_booking(text: str, code: str, found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Keep a service without a traveller: an address with the booking, a visa as unread."""
    if code == "DOCA":
        draft.addresses[doca(text)[1]] = None
    else:
        notes.keep_unread(as_text(found.segment))


def _ticket(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    number = _text(found.segment).partition("C")[0].strip()
    for person in _owners(found, draft) or NOBODY:
        if number:
            ticket(number, draft, person)


def _seat(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read SSR+SEAT:HK:2:YY:::KIN:NAS+014A::10+014B::11."""
    segment = found.segment
    if part(segment, 1, 1).upper() in CANCELLED:
        return
    rank = 0 if part(segment, 1).upper() == GIVEN_SEAT else 1
    flight = len(draft.segments) - 1 if draft.level == "flight" else None
    person = draft.person.place if draft.person is not None else None
    for each in _details(segment):
        if value := seat(each[0]):
            reference = plain_reference(each[2]) if len(each) > 2 else ""
            if draft.level == "seat":
                reference = reference or next(reversed(draft.extra_seats))
            origin, destination = part(segment, 1, 6).upper(), part(segment, 1, 7).upper()
            draft.seats.append(Seat(rank, flight, origin, destination, person, reference, value))


def _infant(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    read = INFT.match(_text(found.segment))
    if read is not None:
        born = past(read["born"], draft.flight_date)
        report(born, "birth date", draft.name, read["born"], found.number, notes)
        infant = Infant(read["surname"].strip(), read["given"].strip(), born.iso, found.number)
        if infant[:3] not in [each[:3] for each in draft.infants]:
            draft.infants.append(infant)


def _child(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    sent = _text(found.segment)
    for person in _owners(found, draft):
        person.age_group = person.age_group if person.age_group in ("child", "infant") else "child"
        if sent and not person.child_born:
            person.child_born = past(sent, draft.flight_date).iso


def _unaccompanied_minor(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Mark UMNR, a child without parents, in the values sent, so that officers can protect the child (S18)."""
    for person in _owners(found, draft) or (draft.people if len(draft.people) == 1 else []):
        person.age_group = person.age_group or "child"
        if not any(sent.field == "unaccompanied minor" for sent in person.sent):
            person.keep("unaccompanied minor", " ".join(filter(None, ("UMNR", _text(found.segment)))), found.number)


def _contact(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    text = _text(found.segment)
    for person in _owners(found, draft) or NOBODY:
        add_contact(plain_contact(text), draft, person)


def _frequent_flyer(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    number = "".join(_text(found.segment).split()).strip("/")
    if number:
        draft.frequent_flyer[number] = None


def _nothing(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    notes.keep_unread(as_text(found.segment))


HANDLERS: Final[Mapping[str, Callable[[NumberedSegment, Draft, Notebook], None]]] = {
    "document": _docs,
    "slashes": _slashes,
    "ticket": _ticket,
    "seat": _seat,
    "name_and_date": _infant,
    "date": _child,
    "age": _unaccompanied_minor,
    "contact": _contact,
    "frequent_flyer": _frequent_flyer,
    "nothing": _nothing,
}
