"""Training data of the reranking model: pairs of a traveller and an entry, labelled.

Lists: UN and OFAC, which are in the public domain, and a million invented persons. Travellers: listed ones under
planted variants and under removed aliases; invented persons on no list, as they are and under the same variants, so
that a single name, an initial or a missing birth date does not mark the listed. Nothing of the EU's journal, of
OpenSanctions or of yente, whose licences forbid it or are doubtful, and nothing with seeds of the measurement. Other
fields are drawn by the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from random import Random
from typing import Final, NamedTuple

from bench.matching import big, real
from bench.matching.asked import Asked, Key, key
from bench.matching.held_out import held_out
from bench.matching.innocents import of_our_tables
from bench.matching.planted import PAPER, planted
from roadstead.engine.matching.index import Index, build_index
from roadstead.engine.matching.matcher import Candidate, weigh_all
from roadstead.engine.matching.rerank.features import features
from roadstead.engine.records import Entry, Traveller

ALLOWED: Final = ("un/", "us_ofac/")  # folders of the library
LISTED: Final = "persons of the lessons"  # seed of invented persons
NOBODY: Final = "nobody listed"
# listed beside the lists; listed ones screened; persons on no list screened
INVENTED, ASKED_FOR, STRAYING = big.MANY, 8_000, 8_000
EACH, INNOCENTS = 400, 24_000  # travellers of a kind, listed and not; innocents with unchanged names
UNDATED: Final = 0.05  # share of travellers without a birth date
# minimum bits of evidence for the entry meant and for others; with less there is never an alert
FLOOR: Final = {True: 2.0, False: 8.0}
MOST: Final = 4  # best entries of an innocent, of which one can alert first
BATCH: Final = 500


class Lesson(NamedTuple):
    """One pair. `traveller`: number of the traveller; `kind`: change made to the name."""

    traveller: int
    kind: str
    same: bool
    bits: float
    row: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """All pairs; number of listed and of innocents screened (most without a match), and number of persons listed."""

    pairs: Sequence[Lesson]
    meant: int
    innocents: int
    listed: int


def lessons(measured: Iterable[Asked]) -> Taught:
    """Return the training data, deterministically. Travellers of the measurement (same name) are excluded."""
    entries, asked = _class(frozenset(_name(one.traveller) for one in measured))
    index = build_index(entries)
    pairs = [lesson for at in range(0, len(asked), BATCH) for lesson in _taught(index, asked[at : at + BATCH], at)]
    meant = sum(bool(one.meant) for one in asked)
    return Taught(pairs=pairs, meant=meant, innocents=len(asked) - meant, listed=index.persons_listed)


def _class(kept_back: frozenset[str]) -> tuple[Iterator[Entry], list[Asked]]:
    held = held_out([entry for entry in real.persons() if entry.list.startswith(ALLOWED)])
    whole = [entry for at, entry in enumerate(held.entries) if at not in held.touched]
    asked = [*_listed([*whole, *_invented(ASKED_FOR, LISTED)]), *held.asked, *_strangers()]
    taught = [one for one in asked if _name(one.traveller) not in kept_back or not one.meant]
    return chain(held.entries, big.invented(INVENTED, LISTED)), _some_undated(taught)


def _invented(count: int, seed: str) -> list[Entry]:
    return list(islice(big.invented(INVENTED, seed), count))


def _listed(entries: Sequence[Entry], seed: str = "training") -> Iterator[Asked]:
    return (one for one in planted(entries, EACH, seed) if one.kind != PAPER)


def _strangers() -> Iterator[Asked]:
    """Return persons on no list, under every variant and as they are."""
    varied = _listed(_invented(STRAYING, NOBODY), "innocents under variants")
    yield from (replace(one, meant=frozenset[Key]()) for one in varied)
    yield from of_our_tables(INNOCENTS, "innocents for training")


def _some_undated(asked: Iterable[Asked]) -> list[Asked]:
    random = Random("undated lessons")
    return [
        replace(one, traveller=replace(one.traveller, born="")) if random.random() < UNDATED else one for one in asked
    ]


def _name(traveller: Traveller) -> str:
    return f"{traveller.given} {traveller.surname}"


def _taught(index: Index, asked: Sequence[Asked], first: int) -> Iterator[Lesson]:
    found = weigh_all([one.traveller for one in asked], index, [FLOOR[bool(one.meant)] for one in asked])
    for number, (one, weighed) in enumerate(zip(asked, found, strict=True), first):
        yield from (lesson(number, one, each) for each in _told(weighed, one.meant))


def _told(weighed: Sequence[Candidate], meant: frozenset[Key]) -> list[Candidate]:
    """Label the pairs; of the listed only the entry meant, since the same person on another list would count as a
    stranger.
    """
    return [each for each in weighed if key(each.entry) in meant] if meant else list(weighed[:MOST])


def lesson(number: int, asked: Asked, weighed: Candidate) -> Lesson:
    row = features(weighed.alignment, weighed.secondary_evidence.birth_date.bits)
    return Lesson(number, asked.kind, bool(asked.meant), weighed.score, row)
