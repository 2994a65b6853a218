"""What has changed since the files were written: documents added, and those found again or issued in error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roadstead.engine.matching.documents import (
    DocumentIndex,
    Meeting,
    ReportedDocuments,
    best_first,
    documents_reported,
)
from roadstead.engine.records import Document, ListedDocument


@dataclass(frozen=True, slots=True)
class Changed:
    """A base of any size with its changes beside it, so that one document more does not rewrite a hundred million."""

    base: ReportedDocuments
    added: DocumentIndex[ListedDocument]
    withdrawn: frozenset[ListedDocument]

    @classmethod
    def of(
        cls, base: ReportedDocuments, added: Iterable[ListedDocument], withdrawn: Iterable[ListedDocument]
    ) -> Changed:
        """`withdrawn` as they stand in the base. One withdrawn and added again, for another reason, is listed."""
        return cls(base, documents_reported(added), frozenset(withdrawn))

    def met(self, declared: Document) -> list[Meeting[ListedDocument]]:
        return self.met_each([declared])[0]

    def met_each(self, declared: Sequence[Document]) -> list[list[Meeting[ListedDocument]]]:
        pairs = zip(self.base.met_each(declared), self.added.met_each(declared), strict=True)
        return [best_first([*filter(self._stands, before), *since]) for before, since in pairs]

    def _stands(self, met: Meeting[ListedDocument]) -> bool:
        return met.owner not in self.withdrawn
