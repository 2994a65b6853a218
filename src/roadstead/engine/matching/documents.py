"""Matching of declared documents against lost and stolen documents and documents of listed persons.

Numbers are compared without separators and leading zeros, with or without an issuer, and with characters treated as
equal that scanners and people confuse. Every match is verified against the stored record and carries its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from roadstead.engine.matching.features.documents import document, lookalike_number_key, needs_second_identifier
from roadstead.engine.matching.features.evidence import Score
from roadstead.engine.records import Document, ListedDocument

Owner = TypeVar("Owner")
MAX_IN_MEMORY: Final = 100_000  # lost documents, some 500 bytes each; larger lists are in mapped files (`papers`)


@dataclass(frozen=True, slots=True)
class DocumentMatch(Generic[Owner]):
    """A declared document that matches a listed one. `is_short`: the number is too short to alert alone."""

    owner: Owner
    score: Score
    is_short: bool


class ReportedDocuments(Protocol):
    """Lost and stolen documents, in memory (`DocumentIndex`) or in mapped files (`papers`)."""

    def matches(self, declared: Document) -> list[DocumentMatch[ListedDocument]]: ...

    def matches_of_each(self, declared: Sequence[Document]) -> list[list[DocumentMatch[ListedDocument]]]: ...


@dataclass(frozen=True, slots=True)
class DocumentIndex(Generic[Owner]):
    """Documents and their owners, by number with confusable characters folded (`eye_key`)."""

    by_number: Mapping[str, tuple[tuple[Owner, Document | ListedDocument], ...]]

    def matches(self, declared: Document) -> list[DocumentMatch[Owner]]:
        """Return every listed document that the declared one is or may be, best first."""
        listed = self.by_number.get(lookalike_number_key(declared.number), ())
        return best_first([compare_documents(owner, declared, other) for owner, other in listed])

    def matches_of_each(self, declared: Sequence[Document]) -> list[list[DocumentMatch[Owner]]]:
        """Return the matches of each of several documents."""
        return [self.matches(document) for document in declared]


def build_document_index(listed: Iterable[ListedDocument]) -> DocumentIndex[ListedDocument]:
    return _index((lost, lost) for lost in listed)


def _index(owned: Iterable[tuple[Owner, Document | ListedDocument]]) -> DocumentIndex[Owner]:
    found: defaultdict[str, list[tuple[Owner, Document | ListedDocument]]] = defaultdict(list)
    for owner, listed in owned:
        found[lookalike_number_key(listed.number)].append((owner, listed))
    return DocumentIndex({number: tuple(of_number) for number, of_number in found.items()})


def best_first(meetings: Iterable[DocumentMatch[Owner]]) -> list[DocumentMatch[Owner]]:
    """Return the matches with positive evidence, best first; equal ones in the order of the list."""
    return sorted((met for met in meetings if met.score.bits > 0), key=lambda met: -met.score.bits)


def compare_documents(owner: Owner, declared: Document, listed: Document | ListedDocument) -> DocumentMatch[Owner]:
    """Compare a declared document with a listed one. A score of 0 bits or less means no match."""
    return DocumentMatch(owner, document(declared, listed), needs_second_identifier(declared, listed))
