"""Kinds of hidden match: how each changes the traveller on board or the entry about this person."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from demo.entries import NATIONALITIES, best, full, identity, native, other, passport
from demo.names import ORIGINS
from demo.people import Person
from roadstead.engine.records import Document, Entry, ListedName

Change = Callable[["Plant"], "Plant"]
EXPIRED_ENTRY: Final = timedelta(days=30)
NAMESAKE: Final = timedelta(days=6211)  # 17 years and two days: more than a typing slip explains


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One hidden match while it is made: the traveller, and the entry or document that is listed."""

    kind: str
    service: str
    at: int  # position among the people of the service
    owner: str
    expect: str
    chance: random.Random
    today: date
    person: Person
    entry: Entry
    document: Document | None = None  # reported lost or stolen
    companion: Person | None = None  # the person whose document the traveller also presents


def named(plant: Plant, *texts: str) -> Plant:
    return replace(plant, entry=replace(plant.entry, names=tuple(ListedName(text=text) for text in texts)))


def written(person: Person) -> str:
    return full(tuple(part.written for part in person.given), person.surname.written)


def exact(plant: Plant) -> Plant:
    return plant


def exact_with_document(plant: Plant) -> Plant:
    return replace(plant, entry=replace(plant.entry, documents=(passport(plant.person.document),)))


def alias(plant: Plant) -> Plant:
    return named(plant, stranger(plant), written(plant.person))


def stranger(plant: Plant) -> str:
    """Return a different name, of any origin but for the same sex."""
    who = identity(plant.chance, plant.chance.choice(ORIGINS))
    while who.sex != plant.person.traveller.sex:
        who = identity(plant.chance, plant.chance.choice(ORIGINS))
    return full(tuple(map(best, who.given)), best(who.surname))


def transliterated(plant: Plant) -> Plant:
    return named(plant, full(tuple(map(other, plant.person.given)), other(plant.person.surname)))


def own_script(plant: Plant) -> Plant:
    """List the person's own script first; the alias is another romanisation than the passport's."""
    script = " ".join((native(plant.person.surname), *map(native, plant.person.given)))
    return named(plant, script, full(tuple(map(other, plant.person.given)), other(plant.person.surname)))


def accented(plant: Plant) -> Plant:
    return named(plant, full(tuple(map(best, plant.person.given)), best(plant.person.surname)))


def misspelt(plant: Plant) -> Plant:
    """Drop one letter of the surname, as a typing slip at check-in does."""
    sent = plant.person.traveller.surname
    at = plant.chance.randrange(2, len(sent) - 1)
    return aboard(plant, surname=sent[:at] + sent[at + 1 :])


def reversed_(plant: Plant) -> Plant:
    sent = plant.person.traveller
    return aboard(plant, surname=sent.given, given=sent.surname)


def aboard(plant: Plant, **changes: str) -> Plant:
    traveller = replace(plant.person.traveller, **changes)  # type: ignore[arg-type]
    return replace(plant, person=replace(plant.person, traveller=traveller))


def born(plant: Plant, *when: str) -> Plant:
    return replace(plant, entry=replace(plant.entry, born=when))


def year_only(plant: Plant) -> Plant:
    return born(plant, plant.entry.born[0][:4])


def swapped_day_month(plant: Plant) -> Plant:
    year, month, day = plant.entry.born[0].split("-")
    return born(plant, f"{year}-{day}-{month}")


def shortened(plant: Plant) -> Plant:
    """Send only the first of two given names; the list has both."""
    return aboard(plant, given=plant.person.given[0].sent)


def other_name(plant: Plant) -> Plant:
    """List the passport under another name."""
    return named(born(exact_with_document(plant)), stranger(plant))


def document_only(plant: Plant) -> Plant:
    return replace(plant, document=plant.person.document)


def namesake(plant: Plant) -> Plant:
    """List a person with the same name and nothing else in common."""
    entry = born(plant, (date.fromisoformat(plant.entry.born[0]) - NAMESAKE).isoformat()).entry
    abroad = sorted({code for codes in NATIONALITIES.values() for code in codes} - set(entry.nationalities))
    return replace(plant, entry=replace(entry, nationalities=(plant.chance.choice(abroad),)))


def expired_entry(plant: Plant) -> Plant:
    return replace(plant, entry=replace(plant.entry, expires=(plant.today - EXPIRED_ENTRY).isoformat()))


def expired_document(plant: Plant) -> Plant:
    past = (plant.today - timedelta(days=plant.chance.randrange(20, 400))).isoformat()
    return shown(plant, replace(plant.person.document, expires=past))


def same_document(plant: Plant) -> Plant:
    return shown(plant, plant.companion.document) if plant.companion else plant


def shown(plant: Plant, document: Document) -> Plant:
    traveller = replace(plant.person.traveller, documents=(document,))
    return replace(plant, person=replace(plant.person, traveller=traveller))


CHANGES: Final[dict[str, Change]] = {
    "exact": exact,
    "exact_with_document": exact_with_document,
    "alias": alias,
    "transliterated": transliterated,
    "own_script": own_script,
    "accented": accented,
    "misspelt": misspelt,
    "reversed": reversed_,
    "year_only": year_only,
    "swapped_day_month": swapped_day_month,
    "shortened": shortened,
    "other_name": other_name,
    "crew": exact,
    "document_only": document_only,
    "namesake": namesake,
    "expired_entry": expired_entry,
    "expired_document": expired_document,
    "same_document": same_document,
}
