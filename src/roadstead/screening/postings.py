"""What is counted and looked up over all rows: who has a token, of which year, of which name, of which nationality."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from roadstead.screening.frequencies import Frequencies
from roadstead.screening.listed import ListedRow, Person
from roadstead.screening.tokens import whole_names
from roadstead.screening.vocabulary import Vocabulary
from roadstead.text.names import readings

Rows = tuple[int, ...]  # numbers of rows, ascending
FEW: Final = 256  # names; up to here a posting is read whole, whatever the birth date
FEWEST_ENTRIES: Final = 50  # added to every count, so that ten warrants do not make a nationality rare or common


def frequencies(rows: tuple[ListedRow, ...], vocabulary: Vocabulary) -> Frequencies:
    """Names that have the token: a name counts once, however often it repeats a part."""
    texts = [token.text for token in vocabulary.tokens]
    counts = Counter(text for row in rows for text in {texts[token] for token, _ in row.tokens})
    return Frequencies(counts=counts, names=len(rows))


def postings(rows: tuple[ListedRow, ...], size: int) -> tuple[Rows, ...]:
    """By token: the rows that have it, each once."""
    found: list[dict[int, None]] = [{} for _ in range(size)]
    for number, row in enumerate(rows):
        for token, _ in row.tokens:
            found[token][number] = None
    return tuple(map(tuple, found))


def by_year(
    of_tokens: tuple[Rows, ...], rows: tuple[ListedRow, ...], persons: tuple[Person, ...]
) -> Mapping[int, Mapping[int, Rows]]:
    """For tokens that many have: their rows by year of birth."""
    many = ((token, of_token) for token, of_token in enumerate(of_tokens) if len(of_token) > FEW)
    return {token: _years_apart(of_token, rows, persons) for token, of_token in many}


def _years_apart(of_token: Rows, rows: tuple[ListedRow, ...], persons: tuple[Person, ...]) -> Mapping[int, Rows]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for row in of_token:
        for of in persons[rows[row].entry].years:
            found[of].append(row)
    return {of: tuple(of_year) for of, of_year in found.items()}


def by_whole_name(rows: tuple[ListedRow, ...]) -> Mapping[tuple[str, ...], Rows]:
    """By the parts of a name in order of the alphabet: the rows of that name."""
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for name in whole_names(readings(row.name.text)):
            found[name].append(number)
    return {name: tuple(of_name) for name, of_name in found.items()}


def nationality_shares(persons: tuple[Person, ...]) -> Mapping[str, float]:
    """The share, from 0 to 1, that each nationality has among persons whose nationality is known."""
    known = [person.nationalities for person in persons if person.nationalities]
    counts = Counter(nationality for nationalities in known for nationality in nationalities)
    return {code: (n + 1) / (len(known) + FEWEST_ENTRIES) for code, n in counts.items()}
