"""Entries taken apart for the index: persons with what is asked of them, and a row for each of their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from roadstead.model import Entry, ListedName
from roadstead.screening.features.births import year
from roadstead.screening.features.nationality import code
from roadstead.screening.query import UNDATED
from roadstead.screening.tokens import tokens
from roadstead.screening.vocabulary import Vocabulary
from roadstead.text.names import Readings, is_arabic_script, readings

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


def listed_person(entry: Entry) -> Person:
    """Nationalities as codes of states, and every year in which the person may have been born (0: unknown)."""
    known = tuple(dict.fromkeys(filter(None, map(code, entry.nationalities))))
    years = frozenset(of for born in entry.born for of in _years(born))
    return Person(entry=entry, nationalities=known, years=years or frozenset({UNDATED}))


def _years(born: str) -> range:
    first, _, last = born.partition("/")
    start, end = year(first), year(last or first)
    return range(start, end + 1) if start and 0 <= end - start <= LONGEST_RANGE else range(UNDATED, UNDATED + 1)


def listed_rows(persons: tuple[Person, ...], vocabulary: Vocabulary) -> Iterator[ListedRow]:
    """A row for each name with letters; its tokens are entered in the vocabulary."""
    for number, person in enumerate(persons):
        for name in dict.fromkeys(person.entry.names):
            parts = readings(name.text)
            if parts:
                yield _row(number, name, parts, vocabulary)


def _row(entry: int, name: ListedName, parts: tuple[Readings, ...], vocabulary: Vocabulary) -> ListedRow:
    arabic = is_arabic_script(name.text)
    numbered = tuple((vocabulary.add(token, arabic=arabic), token.place) for token in tokens(parts))
    return ListedRow(entry=entry, name=name, parts=tuple(part[0] for part in parts), tokens=numbered)
