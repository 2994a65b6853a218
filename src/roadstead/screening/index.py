"""The lists made ready to be asked: which listed names could be this traveller at all?

Postings of a token are read in the years that fit the traveller's birth; a token that few names have is read in all
years, so that a rare name is found whatever date stands beside it. What comes out are candidates: `matcher` weighs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from roadstead.model import Entry, Kind
from roadstead.screening import postings
from roadstead.screening.documents import DocumentIndex, documents_of_persons
from roadstead.screening.listed import ListedRow, Person, listed_person, listed_rows
from roadstead.screening.postings import Rows
from roadstead.screening.query import Query
from roadstead.screening.vocabulary import Vocabulary


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
    postings: tuple[Rows, ...]  # by token
    by_year: Mapping[int, Mapping[int, Rows]]  # by token that many have, by year of birth
    whole_names: Mapping[tuple[str, ...], Rows]
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

    def _read(self, token: int, years: frozenset[int]) -> Iterator[Rows]:
        dated = self.by_year.get(token) if years else None
        if dated is None:
            yield self.postings[token]
        else:
            yield from (dated[of] for of in years if of in dated)


def build_index(entries: Iterable[Entry]) -> Index:
    """Only persons are indexed: an organisation or a vessel is never alerted for a traveller."""
    listed = [entry for entry in entries if entry.kind is Kind.PERSON]
    persons = tuple(map(listed_person, listed))
    vocabulary = Vocabulary()
    rows = tuple(listed_rows(persons, vocabulary))
    vocabulary.frequencies = postings.frequencies(rows, vocabulary)
    of_tokens = postings.postings(rows, len(vocabulary.tokens))
    return Index(
        persons=persons,
        rows=rows,
        vocabulary=vocabulary,
        postings=of_tokens,
        by_year=postings.by_year(of_tokens, rows, persons),
        whole_names=postings.by_whole_name(rows),
        nationality_shares=postings.nationality_shares(persons),
        documents=documents_of_persons(listed),
    )
