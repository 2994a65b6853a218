"""Who is who: the same person in two messages of one voyage, and the same identifiers on two voyages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from roadstead.model import Traveller
from roadstead.text.identifiers import document_key

Keys = tuple[str, ...]


def person_key(traveller: Traveller) -> str:
    """A hash over name parts, birth date and first document: equal as long as the identifiers are (S35)."""
    parts = sorted(f"{traveller.surname} {traveller.given}".upper().split())
    number = document_key(traveller.documents[0].number) if traveller.documents else ""
    issuer = traveller.documents[0].issuer if traveller.documents else ""
    text = "|".join((" ".join(parts), traveller.born, traveller.nationality, issuer, number))
    return hashlib.sha256(text.encode()).hexdigest()


def keys(traveller: Traveller) -> Keys:
    """What tells this person from the others on board, strongest first; a nameless person has none."""
    name = " ".join(sorted(f"{traveller.surname} {traveller.given}".upper().split()))
    references = traveller.references
    numbers = [document_key(document.number) for document in traveller.documents if document.number]
    found = [f"ref/{references.booking}/{references.passenger}"] if references.passenger else []
    found += [f"doc/{number}/{name}" for number in numbers]
    found += [f"doc/{number}" for number in numbers]
    found += [f"born/{name}/{traveller.born}"] if name and traveller.born else []
    found += [f"booked/{name}/{references.booking}"] if name and references.booking else []
    found += [f"name/{name}"] if name else []
    return tuple(found)


def pair(known: Sequence[Keys], declared: Iterable[Traveller]) -> list[int | None]:
    """For each declared traveller the position of the known one it is, or None. Nobody is taken twice.

    A key shared by several known people (two travellers on one document, two namesakes) takes the first that is
    free, so a list sent again finds everybody again.
    """
    free = set(range(len(known)))
    where: dict[str, list[int]] = {}
    for at, mine in enumerate(known):
        for key in mine:
            where.setdefault(key, []).append(at)
    found: list[int | None] = []
    for traveller in declared:
        place = _first_free(keys(traveller), where, free)
        found.append(place)
        free -= {place} if place is not None else set()
    return found


def _first_free(mine: Keys, where: dict[str, list[int]], free: set[int]) -> int | None:
    for key in mine:
        for at in where.get(key, ()):
            if at in free:
                return at
    return None
