"""Corrections for a filer to make: problems of a trip's messages and findings about its people, by person and field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from roadstead.engine.records import Manifest, Traveller
from roadstead.filings.intake.models import Message
from roadstead.filings.trips.logic.notice import read_back

GRAVE: Final = frozenset({"error", "warning"})
# Words of a problem's field, and the form's field; the first that occurs.
FIELDS: Final = (
    ("birth date", "born"), ("place of birth", "birth_place"), ("expiry", "expires"), ("issuer", "issuer"),
    ("issuing", "issuer"), ("document", "document_number"), ("nationality", "nationality"), ("sex", "sex"),
    ("residence", "residence"), ("name", "surname"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCorrect:
    """One problem. `row`: as stored, with its sentence; `reference`: of the person; "" if it is about the voyage.

    `field`: the form's field, "" if none is meant.
    """

    row: Mapping[str, Any]
    name: str = ""
    reference: str = ""
    field: str = ""


def of_messages(messages: Iterable[Message]) -> list[ToCorrect]:
    """Return what the newest message that names a person left to correct, and what the newest left about the voyage.
    `messages`: of one trip, in the order sent.
    """
    found: dict[str, list[ToCorrect]] = {}
    for each in messages:
        about, named = of_message(each)
        for reference in named | {""}:
            found[reference] = [one for one in about if one.reference == reference]
    return [one for several in found.values() for one in several]


def of_message(message: Message) -> tuple[list[ToCorrect], set[str]]:
    """Return what to correct in a message, and the references of the people whom it names."""
    rows = sorted(message.manifests.all(), key=lambda row: row.position)
    if not any(row.problems or row.quality for row in rows):
        return [], set()
    near = message.received_at.date().isoformat()
    read: Sequence[Manifest] = read_back(bytes(message.raw), near) if message.raw else ()
    found: list[ToCorrect] = []
    for row in rows:
        people = read[row.position].travellers if row.position < len(read) else ()
        found += _in_problems(row.problems, people)
        found += [ToCorrect(row=each) for each in row.quality.get("findings", ()) if each["severity"] in GRAVE]
        for person in row.quality.get("travellers", ()):
            at = person["position"]
            who = people[at] if at < len(people) else None
            found += [_about(each, who) for each in person["findings"] if each["severity"] in GRAVE]
    return found, {person.references.passenger for each in read for person in each.travellers}


def _in_problems(problems: Sequence[Mapping[str, Any]], people: Sequence[Traveller]) -> Iterator[ToCorrect]:
    for each in problems:
        if each["severity"] in GRAVE:
            yield _about(each, _person_at(people, each.get("number")))


def _person_at(people: Sequence[Traveller], number: int | None) -> Traveller | None:
    """Return the person whose row, or whose segments, the number lies in."""
    before = [person for person in people if number and person.segment and person.segment <= number]
    return before[-1] if before else None


def _about(row: Mapping[str, Any], person: Traveller | None) -> ToCorrect:
    field = next((name for words, name in FIELDS if words in (row.get("field") or "")), "")
    if person is None:
        return ToCorrect(row=row)
    name = f"{person.given} {person.surname}".strip()
    return ToCorrect(row=row, name=name, reference=person.references.passenger, field=field)
