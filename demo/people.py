"""Invented people on board: groups that book together, families with a common surname, plausible documents."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeVar

from demo.names import Names, Part, names
from demo.tables import Weights, countries
from roadstead.engine.records import Bags, Document, References, Role, Traveller

# Adults, children, percentage. Four adults are friends; other adults are mostly couples.
PARTIES: Final = ((1, 0, 44), (2, 0, 27), (2, 1, 9), (2, 2, 9), (1, 1, 4), (1, 2, 3), (4, 0, 4))
# no vowels, so that no words arise; no 0 and 1, which are easily confused
LOCATOR: Final = "BCDFGHJKLMNPQRSTVWXYZ23456789"
DAYS_A_YEAR: Final = 365.25
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A traveller, and the name parts behind the name that was sent."""

    traveller: Traveller
    surname: Part
    given: tuple[Part, ...]

    @property
    def document(self) -> Document:
        return self.traveller.documents[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Data that the members of a group have in common."""

    nationality: str
    stock: Names
    surname: Part
    booking: str


class Maker:
    """Makes people from one random sequence; never uses a document number or booking twice."""

    def __init__(self, seed: str, today: date, taken: set[str]) -> None:
        self.chance = random.Random(seed)
        self.today = today
        self.taken = taken

    def passengers(self, count: int, crowd: Weights) -> list[Person]:
        people: list[Person] = []
        while len(people) < count:
            people.extend(self.party(crowd))
        return people[:count]

    def crew(self, count: int, nationality: str) -> list[Person]:
        crowd = ((nationality,), (1,))
        return [self.sailor(self.member(self.family(crowd), self.chance.triangular(23, 62, 36))) for _ in range(count)]

    def sailor(self, person: Person) -> Person:
        traveller = replace(person.traveller, role=Role.CREW, references=References(), bags=Bags())
        return replace(person, traveller=traveller)

    def party(self, crowd: Weights) -> Iterator[Person]:
        adults, children, _ = self.drawn(PARTIES, tuple(party[2] for party in PARTIES))
        family, eldest = self.family(crowd), self.chance.triangular(19, 82, 41)
        for position in range(adults):
            stranger = position > 0 and (adults > 2 or self.chance.random() < 0.2)
            age = eldest if position == 0 else max(19.0, eldest + self.chance.uniform(-7, 4))
            yield self.member(self.stranger(family) if stranger else family, age)
        for _ in range(children):
            yield self.member(family, self.chance.uniform(0.3, max(1.0, min(17.0, eldest - 20))))

    def family(self, crowd: Weights) -> Family:
        nationality = self.drawn(*crowd)
        stock = names(self.drawn(*countries()[nationality].names))
        surname = self.chance.choice(stock.surname)
        return Family(nationality=nationality, stock=stock, surname=surname, booking=self.unique("######"))

    def stranger(self, family: Family) -> Family:
        return replace(family, surname=self.chance.choice(family.stock.surname))

    def member(self, family: Family, age: float) -> Person:
        sex = self.chance.choice("MF")
        given = self.given(family.stock, sex)
        born = self.today - timedelta(days=int(age * DAYS_A_YEAR))
        traveller = Traveller(
            surname=family.surname.sent,
            given=" ".join(part.sent for part in given),
            sex=sex,
            born=born.isoformat(),
            birth_place=family.nationality,
            nationality=family.nationality,
            residence=family.nationality,
            documents=(self.document(family.nationality, age),),
            references=References(booking=family.booking),
            bags=Bags(count=self.drawn((0, 1, 2), (25, 60, 15)) if age > 2 else 0),
            verified=True,
        )
        return Person(traveller=traveller, surname=family.surname, given=given)

    def given(self, stock: Names, sex: str) -> tuple[Part, ...]:
        """Return one given name or two different ones; a Chinese given name is always one."""
        pool = stock.male if sex == "M" else stock.female
        two = stock.origin != "chinese" and self.chance.random() < 0.4
        return tuple(self.chance.sample(pool, 2 if two else 1))

    def document(self, country: str, age: float) -> Document:
        """Return a passport issued during its term of validity, with at least half a year left."""
        years = countries()[country].years if age >= 16 else 5
        expires = self.today + timedelta(days=self.chance.randrange(190, years * 365))
        number = self.unique(countries()[country].document)
        return Document(type="P", number=number, issuer=country, expires=expires.isoformat())

    def unique(self, pattern: str) -> str:
        while (text := self.filled(pattern)) in self.taken:
            pass
        self.taken.add(text)
        return text

    def filled(self, pattern: str) -> str:
        """Fill the pattern: a digit for each 9, a consonant or digit for each #; other characters stay."""
        draw = {"9": "0123456789", "#": LOCATOR}
        return "".join(self.chance.choice(draw[sign]) if sign in draw else sign for sign in pattern)

    def drawn(self, what: tuple[T, ...], how_often: tuple[int, ...]) -> T:
        return self.chance.choices(what, how_often)[0]
