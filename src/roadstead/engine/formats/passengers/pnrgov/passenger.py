"""Read group 2: a traveller, from one TIF to the next. Everyone named is a traveller, with or without documents."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.passengers.pnrgov.codes import AGE_GROUPS, GROUP_NAME
from roadstead.engine.formats.passengers.pnrgov.drafts import CheckIn, Draft, Infant, Person, plain_reference
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov.names import name_and_date, split_brackets, without_title
from roadstead.engine.formats.passengers.pnrgov.when import past
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, as_text, element_text, part
from roadstead.engine.text.extra_seats import holder, is_extra_seat

FIRST: Final = 2  # the element of TIF that holds the first given name
BETWEEN: Final = "/"
AN_INFANT: Final = "INF"


def tif(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read TIF+surname:qualifier+given:type:reference. Within a flight, TIF only names the traveller of a check-in."""
    if draft.level == "flight":
        _checked_in(found, draft)
    elif draft.level in ("booking", "person", "seat"):
        _travellers(found, draft, notes)


def _travellers(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    segment = found.segment
    draft.level, draft.is_divided = "person", False
    if GROUP_NAME in (part(segment, 1, 1).upper(), part(segment, 2, 1).upper()):
        text = Sentence("%(name)s is a group booking without all names. Send the names.", {"name": draft.name})
        notes.note("group-without-names", text, found.number, segment="TIF", field="name (9936)")
        return
    for place in range(2, max(len(segment), 3)):
        if place == FIRST or _names_somebody(found, place, draft, notes):
            _person(found, place, draft, notes)


def _names_somebody(found: NumberedSegment, place: int, draft: Draft, notes: Notebook) -> bool:
    """Return True if a further element names a further traveller: it is neither empty nor only a number."""
    sent = element_text(found.segment[place]).strip()
    if not sent.strip(":"):
        return False
    if not sent.isdigit():
        return True
    text = Sentence(
        "%(name)s: %(sent)s is in place of another traveller's name. We did not read it as a traveller. Check "
        "it, and send reference numbers after type and given name.",
        {"name": draft.name, "sent": sent[:10]},
    )
    notes.warning(
        "traveller-named-by-a-number",
        text,
        found.number,
        segment="TIF",
        field="name (9936)",
        sent=as_text(found.segment),
    )
    return False


def report_names(draft: Draft, notes: Notebook) -> None:
    """Warn of travellers without a given name in any segment, and of those whose name is a number."""
    for person in draft.people:
        where = {"segment": "TIF", "field": "name (9936)", "sent": f"{person.surname} {person.given}".strip()}
        if person.surname and not person.given:
            text = Sentence(
                "%(name)s has a traveller without a given name. Send the name in TIF.",
                {"name": draft.name},
            )
            notes.warning("given-name-missing", text, person.number, **where)
        elif any(each and not any(map(str.isalpha, each)) for each in (person.surname, person.given)):
            text = Sentence(
                "%(name)s has a traveller whose name is a number. We kept it. Send the name.",
                {"name": draft.name},
            )
            notes.warning("name-is-a-number", text, person.number, **where)


def _person(found: NumberedSegment, place: int, draft: Draft, notes: Notebook) -> None:
    """Add one person; several given names in one TIF are several people with one surname (before 12.1)."""
    segment = found.segment
    surname, sent = _names(segment, place)
    if is_extra_seat(surname, sent):
        _extra_seat(found, place, draft, notes)
        return
    draft.level = "person"
    given, behind = split_brackets(sent)
    person = Person(place=len(draft.people), number=found.number)
    person.surname, person.given, person.tif_given = surname, without_title(given), given
    person.reference = plain_reference(part(segment, place, 2))
    type = part(segment, place, 1) or next((text for text in behind if text.upper() in AGE_GROUPS), "")
    person.age_group = _age_group(type, draft, found, notes)
    person.keep("surname", surname, found.number)
    if sent:
        person.keep("given names", sent, found.number)
    if person.reference:
        person.keep("traveller reference", part(segment, place, 2), found.number)
    if not surname and not given:
        text = Sentence("%(name)s has a traveller without a name. Send the name in TIF.", {"name": draft.name})
        notes.warning("name-missing", text, found.number, segment="TIF", field="name (9936)")
    draft.people.append(person)
    _infants(behind, person, draft)


def _extra_seat(found: NumberedSegment, place: int, draft: Draft, notes: Notebook) -> None:
    """Record an extra seat, which has no traveller: segments after it must not go to the traveller before."""
    draft.level = "seat"
    reference = plain_reference(part(found.segment, place, 2)) or f"of segment {found.number}"
    draft.extra_seats[reference] = holder(*_names(found.segment, place))
    text = Sentence(
        "%(name)s has an extra seat that nobody uses. We did not count it as a traveller.", {"name": draft.name}
    )
    notes.note("seat-for-nobody", text, found.number, segment="TIF", field="name (9936)")


def _infants(behind: list[str], person: Person, draft: Draft) -> None:
    """Add infants named in brackets after the parent's name ("INFROE/LIL 01JAN26"), perhaps their only mention."""
    for text in behind:
        if text.upper().startswith(AN_INFANT):
            name, born = name_and_date(text[len(AN_INFANT) :])
            surname, _, given = name.rpartition(BETWEEN)
            when = past(born, draft.flight_date).iso if born else ""
            draft.infants.append(Infant(surname.strip() or person.surname, given.strip(), when, person.number))


def _names(segment: Segment, place: int) -> tuple[str, str]:
    """Return surname and given names; `ROE/JANE MS` in one piece is divided."""
    surname, given = " ".join(part(segment, 1).split()), " ".join(part(segment, place).split())
    if not given and BETWEEN in surname:
        surname, _, given = (each.strip() for each in surname.partition(BETWEEN))
    return surname, given


def _age_group(type: str, draft: Draft, found: NumberedSegment, notes: Notebook) -> str:
    group = AGE_GROUPS.get(type.upper(), "")
    if type and not group:
        text = Sentence(
            "%(name)s: We do not know traveller type %(type)s. We kept the traveller. Check it for typing errors.",
            {"name": draft.name, "type": type[:4]},
        )
        notes.note(
            "traveller-type-unknown", text, found.number, segment="TIF", field="traveller type (6353)", sent=type
        )
    return group


def _checked_in(found: NumberedSegment, draft: Draft) -> None:
    """Add the name in a TIF of group 7 to the TRI before it."""
    segment = found.segment
    last = draft.check_ins[-1] if draft.check_ins else None
    flight = len(draft.segments) - 1
    if last is None or last.has_name or last.flight != flight:
        last = CheckIn(flight=flight, number=found.number)
        draft.check_ins.append(last)
    last.has_name = True
    last.number = found.number
    last.surname, last.given = _names(segment, 2)
    last.reference = plain_reference(part(segment, 2, 2)) or last.reference
    last.age_group = AGE_GROUPS.get(part(segment, 2, 1).upper(), "")


def ref(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read REF+:001C451486DFF0CC: the carrier's own number of this traveller."""
    values = [value for element in range(1, len(found.segment)) if (value := _reference(found.segment, element))]
    if draft.person is None or not values:
        notes.keep_unread(element_text(found.segment[0]) + "+" + "+".join(values))
        return
    if draft.person.unique:
        draft.person.keep("passenger reference", values[0], found.number)
    draft.person.unique = draft.person.unique or values[0]


def _reference(segment: Segment, element: int) -> str:
    return part(segment, element, 1) or part(segment, element)
