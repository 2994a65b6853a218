"""Hides what the screening has to find: for each row of plants.csv one traveller, and what is listed about them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from demo.entries import NATIONALITIES, REASONS, best, full, identity, later, native, other
from demo.names import ORIGINS
from demo.people import Person
from demo.tables import rows
from roadstead.model import Action, Document, Entry, ListedName, Role

Change = Callable[["Plant"], "Plant"]
EXPIRED_ENTRY: Final = timedelta(days=30)
ADULT: Final = 19  # years
NAMESAKE: Final = timedelta(days=6211)  # seventeen years and two days: no typing slip looks like that


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One hidden match on its way: who is on board, what is listed about this person or this document."""

    kind: str
    service: str
    at: int  # position among the people of the service
    owner: str
    expect: str
    chance: random.Random
    today: date
    person: Person
    entry: Entry
    document: Document | None = None  # reported lost
    companion: Person | None = None  # whose document the person also shows


def named(plant: Plant, *texts: str) -> Plant:
    return replace(plant, entry=replace(plant.entry, names=tuple(ListedName(text=text) for text in texts)))


def written(person: Person) -> str:
    return full(tuple(part.written for part in person.given), person.surname.written)


def exact(plant: Plant) -> Plant:
    return plant


def exact_with_document(plant: Plant) -> Plant:
    return replace(plant, entry=replace(plant.entry, documents=(plant.person.document,)))


def alias(plant: Plant) -> Plant:
    return named(plant, stranger(plant), written(plant.person))


def stranger(plant: Plant) -> str:
    """Another name altogether, of any origin but for the same sex."""
    who = identity(plant.chance, plant.chance.choice(ORIGINS))
    while who.sex != plant.person.traveller.sex:
        who = identity(plant.chance, plant.chance.choice(ORIGINS))
    return full(tuple(map(best, who.given)), best(who.surname))


def transliterated(plant: Plant) -> Plant:
    return named(plant, full(tuple(map(other, plant.person.given)), other(plant.person.surname)))


def own_script(plant: Plant) -> Plant:
    """Listed in the person's own script first; a romanisation other than the passport's is the alias."""
    script = " ".join((native(plant.person.surname), *map(native, plant.person.given)))
    return named(plant, script, full(tuple(map(other, plant.person.given)), other(plant.person.surname)))


def accented(plant: Plant) -> Plant:
    return named(plant, full(tuple(map(best, plant.person.given)), best(plant.person.surname)))


def misspelt(plant: Plant) -> Plant:
    """One letter of the surname lost on the way, as a hurried check-in desk does."""
    sent = plant.person.traveller.surname
    at = plant.chance.randrange(2, len(sent) - 1)
    return aboard(plant, surname=sent[:at] + sent[at + 1 :])


def reversed_(plant: Plant) -> Plant:
    sent = plant.person.traveller
    return aboard(plant, surname=sent.given, given=sent.surname)


def aboard(plant: Plant, **changes: str) -> Plant:
    traveller = replace(plant.person.traveller, **changes)  # type: ignore[arg-type]
    return replace(plant, person=replace(plant.person, traveller=traveller))


def born(plant: Plant, when: str) -> Plant:
    return replace(plant, entry=replace(plant.entry, born=(when,)))


def year_only(plant: Plant) -> Plant:
    return born(plant, plant.entry.born[0][:4])


def swapped_day_month(plant: Plant) -> Plant:
    year, month, day = plant.entry.born[0].split("-")
    return born(plant, f"{year}-{day}-{month}")


def shortened(plant: Plant) -> Plant:
    """Only the first of two given names was sent; the list has both."""
    return aboard(plant, given=plant.person.given[0].sent)


def other_name(plant: Plant) -> Plant:
    """The listed passport in the hands of somebody with another name."""
    return named(born(exact_with_document(plant), ""), stranger(plant))


def document_only(plant: Plant) -> Plant:
    return replace(plant, document=plant.person.document)


def namesake(plant: Plant) -> Plant:
    """The name is the same and nothing else."""
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


# ── which change, and whom it suits ─────────────────────────────────────────────────────────

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
WITHOUT_ENTRY: Final = {"document_only", "expired_document", "same_document"}


def differs(person: Person) -> bool:
    """Another Latin spelling of the surname that still begins alike, so that an officer would see the likeness."""
    return other(person.surname)[:1] == person.surname.written[:1] and other(person.surname) != person.surname.written


SUITS: Final[dict[str, Callable[[Person], bool]]] = {
    "transliterated": differs,
    "own_script": lambda who: bool(native(who.surname)) and all(map(native, who.given)),
    "accented": lambda who: best(who.surname) != who.surname.written,
    "misspelt": lambda who: len(who.traveller.surname) >= 7,
    "reversed": lambda who: len(who.given) == 1,
    "swapped_day_month": lambda who: (
        int(who.traveller.born[8:]) <= 12 and who.traveller.born[5:7] != who.traveller.born[8:]
    ),
    "shortened": lambda who: len(who.given) == 2,
}


def anybody(_: Person) -> bool:
    return True


def suits(kind: str, person: Person, today: date) -> bool:
    wanted = SUITS.get(kind, anybody)
    in_role = (person.traveller.role is Role.CREW) == (kind == "crew")
    return in_role and today.year - int(person.traveller.born[:4]) >= ADULT and wanted(person)


def plant(seed: str, today: date, boards: dict[str, list[Person]]) -> list[Plant]:
    """Plants every row for which somebody on board suits. `boards` (service → people) is changed in place."""
    chance, used, plants = random.Random(seed), set[str](), list[Plant]()
    for number, row in enumerate(rows("plants"), start=1):
        people = boards[row["service"]]
        free = [
            at for at, who in enumerate(people) if who.document.number not in used and suits(row["kind"], who, today)
        ]
        if free:
            made = CHANGES[row["kind"]](begun(row, number, chance, today, people, free))
            used |= {made.person.document.number, people[made.at].document.number}
            people[made.at] = made.person
            plants.append(made)
    return plants


def begun(
    row: dict[str, str], number: int, chance: random.Random, today: date, people: list[Person], free: list[int]
) -> Plant:
    """A row's plant before its change: one of those at `free`, nobody planted twice, and another as companion."""
    at = chance.choice(free)
    return Plant(
        kind=row["kind"],
        service=row["service"],
        at=at,
        owner=row["owner"],
        expect=row["expect"],
        chance=chance,
        today=today,
        person=people[at],
        companion=people[chance.choice([other for other in free if other != at] or [at])],
        entry=about(people[at], row, number, chance, today),
    )


def about(person: Person, row: dict[str, str], number: int, chance: random.Random, today: date) -> Entry:
    """An entry that says of the person what the passport says."""
    action = Action(row["action"])
    return Entry(
        id=f"P{number:02d}",  # numbered among the others when the list is made up
        list=row["owner"],
        names=(ListedName(text=written(person)),),
        born=(person.traveller.born,),
        nationalities=(person.traveller.nationality,),
        sex=person.traveller.sex,
        action=action,
        reason=chance.choice(REASONS[action]),
        owner=row["owner"],
        expires=later(chance, today),
    )
