"""The lists made ready to be asked: which listed names could be this traveller at all?

Postings of a token are read in the years that fit the traveller's birth; a token that few names have is read in all
years, so that a rare name is found whatever date stands beside it. What comes out are candidates: `matcher` weighs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from roadstead.model import Entry, Kind, ListedName
from roadstead.screening.documents import DocumentIndex, documents_of_persons
from roadstead.screening.features.births import year
from roadstead.screening.features.nationality import code
from roadstead.screening.frequencies import Frequencies
from roadstead.screening.query import UNDATED, Query
from roadstead.screening.tokens import tokens, whole_names
from roadstead.screening.vocabulary import Vocabulary
from roadstead.text.names import Readings, is_arabic_script, readings

FEW: Final = 256  # names; up to here a posting is read whole
LONGEST_RANGE: Final = 10  # years; a longer range of birth says too little to be sorted by it


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """One name of one entry, taken apart."""

    entry: int
    name: ListedName
    parts: tuple[str, ...]
    tokens: tuple[tuple[int, int], ...]  # number of the token, and the places it covers


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An entry with what is asked of it over and over."""

    entry: Entry
    nationalities: tuple[str, ...]
    years: frozenset[int]


class Candidates(NamedTuple):
    """By row: the most bits that its name parts could give, and which declared parts they meet."""

    bits: Mapping[int, float]
    places: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Persons of all lists. Built whole, then only read: workers and threads may share it."""

    persons: tuple[Person, ...]
    rows: tuple[ListedRow, ...]
    vocabulary: Vocabulary
    postings: tuple[tuple[int, ...], ...]  # by token: rows
    by_year: Mapping[int, Mapping[int, tuple[int, ...]]]  # by token that many have, by year of birth: rows
    whole_names: Mapping[tuple[str, ...], tuple[int, ...]]
    nationality_shares: Mapping[str, float]
    documents: DocumentIndex[Entry]

    def candidates(self, query: Query) -> Candidates:
        """Every row worth weighing."""
        bits: dict[int, float] = defaultdict(float)
        places: dict[int, int] = defaultdict(int)
        for token in query.tokens:
            for neighbour in self.vocabulary.neighbours(token):
                for rows in self._read(neighbour.token, query.years):
                    for row in rows:
                        bits[row] += neighbour.bits
                        places[row] |= token.place
        return Candidates(bits, places)

    def same_names(self, query: Query) -> frozenset[int]:
        """Rows whose whole name is the traveller's, in whatever order."""
        return frozenset(row for key in query.whole_names for row in self.whole_names.get(key, ()))

    def _read(self, token: int, years: frozenset[int]) -> Iterator[tuple[int, ...]]:
        dated = self.by_year.get(token) if years else None
        if dated is None:
            yield self.postings[token]
        else:
            yield from (dated[of] for of in years if of in dated)


def build_index(entries: Iterable[Entry]) -> Index:
    """Only persons are indexed: an organisation or a vessel is never alerted for a traveller."""
    listed = [entry for entry in entries if entry.kind is Kind.PERSON]
    persons = tuple(map(_person, listed))
    vocabulary = Vocabulary()
    rows = tuple(_rows(persons, vocabulary))
    vocabulary.frequencies = _frequencies(rows, vocabulary)
    postings = _postings(rows, len(vocabulary.tokens))
    return Index(
        persons=persons,
        rows=rows,
        vocabulary=vocabulary,
        postings=postings,
        by_year={t: _by_year(of_token, rows, persons) for t, of_token in enumerate(postings) if len(of_token) > FEW},
        whole_names=_whole_names(rows),
        nationality_shares=_nationality_shares(persons),
        documents=documents_of_persons(listed),
    )


def _person(entry: Entry) -> Person:
    known = tuple(dict.fromkeys(filter(None, map(code, entry.nationalities))))
    years = frozenset(of for born in entry.born for of in _years(born))
    return Person(entry=entry, nationalities=known, years=years or frozenset({UNDATED}))


def _years(born: str) -> range:
    first, _, last = born.partition("/")
    start, end = year(first), year(last or first)
    return range(start, end + 1) if start and 0 <= end - start <= LONGEST_RANGE else range(UNDATED, UNDATED + 1)


def _rows(persons: tuple[Person, ...], vocabulary: Vocabulary) -> Iterator[ListedRow]:
    for number, person in enumerate(persons):
        for name in dict.fromkeys(person.entry.names):
            parts = readings(name.text)
            if parts:
                yield _row(number, name, parts, vocabulary)


def _row(entry: int, name: ListedName, parts: tuple[Readings, ...], vocabulary: Vocabulary) -> ListedRow:
    arabic = is_arabic_script(name.text)
    numbered = tuple((vocabulary.add(token, arabic=arabic), token.place) for token in tokens(parts))
    return ListedRow(entry=entry, name=name, parts=tuple(part[0] for part in parts), tokens=numbered)


def _frequencies(rows: tuple[ListedRow, ...], vocabulary: Vocabulary) -> Frequencies:
    """Names that have the token: a name counts once, however often it repeats a part."""
    texts = [token.text for token in vocabulary.tokens]
    counts = Counter(text for row in rows for text in {texts[token] for token, _ in row.tokens})
    return Frequencies(counts=counts, names=len(rows))


def _postings(rows: tuple[ListedRow, ...], size: int) -> tuple[tuple[int, ...], ...]:
    postings: list[dict[int, None]] = [{} for _ in range(size)]
    for number, row in enumerate(rows):
        for token, _ in row.tokens:
            postings[token][number] = None
    return tuple(map(tuple, postings))


def _by_year(
    of_token: tuple[int, ...], rows: tuple[ListedRow, ...], persons: tuple[Person, ...]
) -> Mapping[int, tuple[int, ...]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for row in of_token:
        for of in persons[rows[row].entry].years:
            found[of].append(row)
    return {of: tuple(of_year) for of, of_year in found.items()}


def _whole_names(rows: tuple[ListedRow, ...]) -> Mapping[tuple[str, ...], tuple[int, ...]]:
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for name in whole_names(readings(row.name.text)):
            found[name].append(number)
    return {name: tuple(of_name) for name, of_name in found.items()}


FEWEST_ENTRIES: Final = 50  # added to every count, so that ten warrants do not make a nationality rare or common


def _nationality_shares(persons: tuple[Person, ...]) -> Mapping[str, float]:
    known = [person.nationalities for person in persons if person.nationalities]
    counts = Counter(nationality for nationalities in known for nationality in nationalities)
    return {code: (n + 1) / (len(known) + FEWEST_ENTRIES) for code, n in counts.items()}
