"""Watchlist entries: the parts that do not depend on the person, and filler entries about persons not on board."""

from __future__ import annotations

import random
from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from demo.names import ORIGINS, Names, Part, names, plain
from roadstead.engine.records import Action, Document, Entry, ListedName

OWNERS: Final = {"REGION": "REG", "BRB": "BRB", "LCA": "LCA"}
# Neutral words: an order or a request, never a judgement of the person.
REASONS: Final = {
    Action.STOP: (
        "Court order in force: is not to leave the country",
        "Warrant in force; call the duty officer",
        "Removal order of last year; re-entry needs permission",
        "Travel document revoked by its issuer",
    ),
    Action.REFER: (
        "Asked to attend an interview with customs",
        "Overstayed a previous visit; check purpose of the journey",
        "Documents in several names presented before; check identity",
        "Reported missing; check welfare and inform the family liaison officer",
        "Declared goods inquiry open; refer to customs",
    ),
    Action.DISCREET: (
        "Note the journey and companions; do not detain",
        "Note arrival and address of stay; do not detain",
    ),
}
ACTIONS: Final = ((Action.STOP, Action.REFER, Action.DISCREET), (25, 60, 15))
NATIONALITIES: Final = {
    "anglo_caribbean": ("JAM", "TTO", "BRB", "LCA", "VCT", "GUY"),
    "indo_caribbean": ("TTO", "GUY", "SUR"),
    "haitian": ("HTI",),
    "hispanic": ("VEN", "COL", "PAN"),
    "surinamese": ("SUR", "NLD"),
    "chinese": ("CHN",),
    "arabic": ("LBN",),
    "west_african": ("NGA", "GHA"),
    "european": ("NLD", "DEU", "FRA", "ITA", "SWE"),
    "north_american": ("USA", "CAN", "GBR"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An invented person who is on a list and not on board."""

    stock: Names
    sex: str
    given: tuple[Part, ...]
    surname: Part

    @property
    def pairs(self) -> set[tuple[str, str]]:
        return pairs(self.given, self.surname)


def identity(chance: random.Random, origin: str) -> Identity:
    stock, sex = names(origin), chance.choice("MMMF")
    pool = stock.male if sex == "M" else stock.female
    given = tuple(chance.sample(pool, 1 if origin == "chinese" else chance.choice((1, 2))))
    return Identity(stock=stock, sex=sex, given=given, surname=chance.choice(stock.surname))


def pairs(given: Collection[Part], surname: Part) -> set[tuple[str, str]]:
    """Return each given name with the surname, as sent. People without a pair in common are no namesakes."""
    return {(part.sent, surname.sent) for part in given}


def full(given: Collection[str], surname: str) -> str:
    return " ".join((*given, surname))


def best(part: Part) -> str:
    """Return the spelling with accents if there is one in Latin letters, otherwise as written."""
    accented = (text for text in part.variants if not text.isascii() and plain(text) == part.sent)
    return next(accented, part.written)


def other(part: Part) -> str:
    """Return another spelling in Latin letters if there is one."""
    return next((text for text in part.variants if plain(text) and plain(text) != part.sent), part.written)


def native(part: Part) -> str:
    """Return the name in its own script if the table has it."""
    return next((text for text in part.variants if text and not plain(text)), "")


def passport(document: Document) -> Document:
    """Return a passport as on a list: type, issuer and number, without expiry."""
    return Document(type=document.type, issuer=document.issuer, number=document.number)


def aliases(chance: random.Random, who: Identity) -> tuple[ListedName, ...]:
    """Return another spelling and the own script, where they exist; one entry in eight also has a weak nickname."""
    spelt = full(tuple(map(other, who.given)), other(who.surname))
    found = (
        []
        if spelt == full(tuple(part.written for part in who.given), who.surname.written)
        else [ListedName(text=spelt)]
    )
    if all(script := [native(who.surname), *map(native, who.given)]):
        found.append(ListedName(text=" ".join(script)))
    if chance.random() < 0.125:
        found.append(ListedName(text=who.given[0].written, weak=True))
    return tuple(found)


def filler(chance: random.Random, entry: str, owner: str, today: date, aboard: Set[tuple[str, str]]) -> Entry:
    """Return an entry about a person who is not on board and is no namesake of anyone on board."""
    origin = chance.choice(ORIGINS)
    while (who := identity(chance, origin)).pairs & aboard:
        pass
    action = chance.choices(*ACTIONS)[0]
    return Entry(
        id=entry,
        list=owner,
        names=(ListedName(text=full(tuple(map(best, who.given)), best(who.surname))), *aliases(chance, who)),
        born=(partial(chance, today),),
        nationalities=(chance.choice(NATIONALITIES[origin]),),
        sex=who.sex,
        action=action,
        reason=chance.choice(REASONS[action]),
        owner=owner,
        expires=later(chance, today),
    )


def partial(chance: random.Random, today: date) -> str:
    """Return a birth date 20 to 70 years ago; one in five has only the year or the month."""
    born = today - timedelta(days=chance.randrange(20 * 365, 70 * 365))
    return born.isoformat()[: chance.choices((10, 7, 4), (80, 5, 15))[0]]


def later(chance: random.Random, today: date) -> str:
    return (today + timedelta(days=chance.randrange(60, 1000))).isoformat()
