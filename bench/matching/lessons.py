"""What the second stage is trained on: pairs of a traveller and an entry, with the answer.

Lists: UN and OFAC, which are in the public domain, and invented persons. Travellers: invented persons on no list, and
listed ones under planted variants and under aliases taken off. Nothing of the EU's journal, of OpenSanctions or of
yente, whose licences forbid it or are doubtful, and nothing with seeds that measure. Side fields are drawn by one hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from bench.matching import big, real
from bench.matching.asked import Asked, Key, key
from bench.matching.held_out import held_out
from bench.matching.innocents import of_our_tables
from bench.matching.planted import PAPER, planted
from roadstead.model import Entry, Traveller
from roadstead.screening.index import Index, build_index
from roadstead.screening.matcher import Weighed, weigh_all
from roadstead.screening.second.features import features

ALLOWED: Final = ("un/", "us_ofac/")  # folders of the library
INVENTED, EACH, INNOCENTS = 20_000, 300, 24_000  # persons beside the lists, travellers of a kind, innocents
FLOOR: Final = 3.0  # bits of the evidence: less is never shown
MOST: Final = 4  # entries of an innocent, those with most bits: only they can alert first
BATCH: Final = 500


class Lesson(NamedTuple):
    """One pair. `traveller` numbers who was asked for; `kind` is what was done to the name."""

    traveller: int
    kind: str
    same: bool
    bits: float
    row: tuple[float, ...]


def lessons(measured: Iterable[Asked]) -> list[Lesson]:
    """Deterministic. Who is asked for when it is measured (same name) is not taught."""
    entries, asked = _class(frozenset(_name(one.traveller) for one in measured))
    index = build_index(entries)
    return [lesson for at in range(0, len(asked), BATCH) for lesson in _taught(index, asked[at : at + BATCH], at)]


def _class(kept_back: frozenset[str]) -> tuple[Iterator[Entry], list[Asked]]:
    held = held_out([entry for entry in real.persons() if entry.list.startswith(ALLOWED)])
    whole = [entry for at, entry in enumerate(held.entries) if at not in held.touched]
    drawn_from = [*whole, *big.sample(len(whole), INVENTED)]
    listed = (one for one in planted(drawn_from, EACH, "training") if one.kind != PAPER)
    asked = [*listed, *held.asked, *of_our_tables(INNOCENTS, "innocents for training")]
    taught = [one for one in asked if _name(one.traveller) not in kept_back or not one.meant]
    return chain(held.entries, big.invented(INVENTED)), taught


def _name(traveller: Traveller) -> str:
    return f"{traveller.given} {traveller.surname}"


def _taught(index: Index, asked: Sequence[Asked], first: int) -> Iterator[Lesson]:
    found = weigh_all([one.traveller for one in asked], index, [FLOOR] * len(asked))
    for number, (one, weighed) in enumerate(zip(asked, found, strict=True), first):
        yield from (lesson(number, one, each) for each in _told(weighed, one.meant))


def _told(weighed: Sequence[Weighed], meant: frozenset[Key]) -> list[Weighed]:
    """Of the listed only the entry meant: the same person may stand on another list, and would be called a stranger."""
    return [each for each in weighed if key(each.entry) in meant] if meant else list(weighed[:MOST])


def lesson(number: int, asked: Asked, weighed: Weighed) -> Lesson:
    row = features(weighed.alignment, weighed.side.birth_date.bits)
    return Lesson(number, asked.kind, bool(asked.meant), weighed.score, row)
