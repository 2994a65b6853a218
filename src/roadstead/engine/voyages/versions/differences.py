"""Differences between two states of the roster, by person and field, in words for officers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roadstead.engine.records import Address, Bags, Document, Traveller
from roadstead.engine.voyages.versions.merge import Presence
from roadstead.engine.voyages.versions.parts import Person


class Kind(StrEnum):
    """The kind of change of a person between the two states."""

    ADDED = "added"
    GONE = "gone"
    BACK = "back"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One changed field: old and new value; "" for none."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One changed person. `place`: in the roster; `person`: in the later state."""

    place: int
    kind: Kind
    person: Person
    changes: tuple[Change, ...] = ()


FIELDS: Final[tuple[tuple[str, Callable[[Traveller], str]], ...]] = (
    ("surname", lambda who: who.surname),
    ("given names", lambda who: who.given),
    ("born", lambda who: who.born),
    ("sex", lambda who: who.sex),
    ("nationality", lambda who: who.nationality),
    ("documents", lambda who: ", ".join(_document(paper) for paper in who.documents)),
    ("role", lambda who: who.role.value),
    ("seat", lambda who: who.seat),
    ("embarks", lambda who: who.embark),
    ("disembarks", lambda who: who.disembark),
    ("cleared at", lambda who: who.clearance),
    ("place of birth", lambda who: who.birth_place),
    ("residence", lambda who: who.residence),
    ("booking", lambda who: who.references.booking),
    ("passenger reference", lambda who: who.references.passenger),
    ("government number", lambda who: who.references.government),
    ("customer number", lambda who: who.references.customer),
    ("ticket", lambda who: who.references.ticket),
    ("bags", lambda who: _bags(who.bags)),
    ("contact", lambda who: ", ".join(who.contact)),
    ("address", lambda who: _address(who.address)),
    ("employment", lambda who: who.employment),
    ("verified", lambda who: "" if who.verified is None else ("yes" if who.verified else "no")),
    ("how it was read", lambda who: who.capture_method),
    ("age group", lambda who: who.age_group),
    ("boarding number", lambda who: who.boarding_number),
)


def differences(before: Sequence[Person], after: Sequence[Person]) -> list[Difference]:
    """Return the people that differ between two states of one roster; a person keeps their place in it."""
    found = [_difference(place, before, person) for place, person in enumerate(after)]
    return [each for each in found if each is not None]


def changes(before: Person, after: Person) -> tuple[Change, ...]:
    """Return changed fields, the presence last."""
    stated = [(name, read(before.declared), read(after.declared)) for name, read in FIELDS]
    stated.append(("on board", _presence(before), _presence(after)))
    return tuple(Change(field=name, old=old, new=new) for name, old, new in stated if old != new)


def _difference(place: int, before: Sequence[Person], person: Person) -> Difference | None:
    if place >= len(before):
        return None if _is_gone(person) else Difference(place=place, kind=Kind.ADDED, person=person)
    was = before[place]
    what = changes(was, person)
    if not what or (_is_gone(was) and _is_gone(person)):
        return None
    return Difference(place=place, kind=_kind(was, person), person=person, changes=what)


def _kind(was: Person, now: Person) -> Kind:
    if _is_gone(was) == _is_gone(now):
        return Kind.CHANGED
    return Kind.GONE if _is_gone(now) else Kind.BACK


def _is_gone(person: Person) -> bool:
    return person.presence is Presence.WITHDRAWN


def _presence(person: Person) -> str:
    return f"{person.presence.value}:{person.why.value}" if person.why else person.presence.value


def _document(paper: Document) -> str:
    until = f"until {paper.expires}" if paper.expires else ""
    return _words((paper.type, paper.number, paper.issuer, until))


def _address(where: Address) -> str:
    return ", ".join(part for part in (where.street, where.city, where.region, where.postcode, where.country) if part)


def _bags(bags: Bags) -> str:
    weight = "" if bags.weight_kg is None else f"{bags.weight_kg:g} kg"
    return _words(("" if bags.count is None else str(bags.count), weight, *bags.tags))


def _words(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
