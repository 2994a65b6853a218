"""Hidden matches: for each row of plants.csv one traveller and an entry or document about them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Final

from demo.changes import CHANGES, Plant, written
from demo.entries import REASONS, best, later, native, other
from demo.people import Person
from demo.tables import rows
from roadstead.engine.records import Action, Entry, ListedName, Role

ADULT: Final = 19  # years
WITHOUT_ENTRY: Final = {"document_only", "expired_document", "same_document"}


def differs(person: Person) -> bool:
    """True if another Latin spelling of the surname begins with the same letter, so that an officer sees the
    similarity.
    """
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
    """Plant every row for which someone on board is suitable. Changes `boards` (service → people) in place."""
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
    """Return a row's plant before its change: a person from `free`, not planted before, and another as companion."""
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
    """Return an entry with the data of the person's passport."""
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
