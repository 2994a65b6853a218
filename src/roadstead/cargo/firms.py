"""Whether two spellings are one party, with the evidence in sentences. Pure.

Firms are joined on strong evidence only: two that are taken for one hide a first-time shipper, two that are taken for
two cost a glance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from roadstead.model import Party
from roadstead.reference.countries import alpha3
from roadstead.screening.things.addresses import tokens_of
from roadstead.screening.things.names import organisation

LETTERS: Final = 4  # of each word, by which a misspelt one is looked for
LIKE: Final = 0.86  # share of letters of the whole name that are the same
SHORTEST: Final = 6  # letters: shorter names are the same or they are not
NOBODY: Final = frozenset({"", "to order", "order", "same as consignee", "same", "as above", "to the order of shipper"})
LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A firm as far as it is known. `address`: comparable words of every address it was seen with."""

    number: int
    key: str
    country: str = ""
    code: str = ""
    address: frozenset[str] = frozenset()


def is_nobody(party: Party) -> bool:
    """ "To order" and the like name no party."""
    return party.name.strip(" .").casefold() in NOBODY


def key_of(name: str) -> str:
    """The telling words, without legal forms and little ones, sorted; the name itself where there are none."""
    words = organisation(name).plain
    return " ".join(sorted(words))[:LONGEST] or name.strip().casefold()[:LONGEST]


def begins_of(key: str) -> list[str]:
    return sorted({word[:LETTERS] for word in key.split()})


def country_of(party: Party) -> str:
    return alpha3(party.address.country) or ""


def address_of(party: Party) -> frozenset[str]:
    where = party.address
    return tokens_of(", ".join(filter(None, (where.street, where.city, where.postcode))))


def same_firm(party: Party, known: Iterable[Known]) -> tuple[Known, tuple[str, ...]] | None:
    """The firm that this party is, and why; None where none of those known is sure to be it."""
    found = ((each, why) for each in known if (why := _why(party, each)))
    return max(found, key=lambda pair: (len(pair[1]), -pair[0].number), default=None)


def _why(party: Party, known: Known) -> tuple[str, ...]:
    """Every reason for; nothing where they are not enough, or something speaks against it."""
    key, country = key_of(party.name), country_of(party)
    if country and known.country and country != known.country:
        return ()
    code = _same_code(party, known)
    name = _same_name(key, known)
    beside = _same_address(party, known)
    enough = bool(name) and (bool(code) or bool(beside) or key == known.key)
    return (*code, *name, *beside) if enough else ()


def _same_code(party: Party, known: Known) -> tuple[str, ...]:
    same = bool(party.code) and party.code == known.code
    return (f"The number {party.code} is the same.",) if same else ()


def _same_name(key: str, known: Known) -> tuple[str, ...]:
    if key == known.key:
        return ("The names are the same but for legal form and order of words.",)
    if min(len(key), len(known.key)) < SHORTEST or any(map(str.isdigit, key + known.key)):
        return ()
    like = min(_likeness(key, known.key), _likeness(known.key, key))
    return (f"The names are the same in {like:.0%} of their letters.",) if like >= LIKE else ()


def _likeness(key: str, other: str) -> float:
    """Share of letters of one name's words that their best partners in the other have, in whatever order."""
    words, others = key.split(), other.split()
    alike = (len(word) * max(OSA.normalized_similarity(word, each) for each in others) for word in words)
    return sum(alike) / sum(map(len, words)) if words and others else 0.0


def _same_address(party: Party, known: Known) -> tuple[str, ...]:
    both = address_of(party) & known.address
    enough = len(both) > 1 and any(any(map(str.isdigit, word)) for word in both)
    return (f"The addresses share {' '.join(sorted(both)).upper()}.",) if enough else ()
