"""What a new version of a list of lost and stolen documents changes, and whether it looks damaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roadstead.model import ListedDocument
from roadstead.watchlists.changes import FEW, LOST_SHARE

Key = tuple[str, str, str]  # issuer, type, number: what makes a document the same one


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChanges:
    """From one version to the next. `amended` are listed for another reason now, `removed` the keys that are gone."""

    added: tuple[ListedDocument, ...]
    amended: tuple[ListedDocument, ...]
    removed: tuple[Key, ...]
    same: int

    @property
    def ended(self) -> frozenset[Key]:
        """Those of the old version that are no longer in force as they were."""
        return frozenset(self.removed) | {key_of(document) for document in self.amended}

    @property
    def count(self) -> int:
        """How many documents the new version lists, each counted once."""
        return len(self.added) + len(self.amended) + self.same


def key_of(document: ListedDocument) -> Key:
    return document.issuer, document.type, document.number


def compare(old: Mapping[Key, str], new: Iterable[ListedDocument]) -> DocumentChanges:
    """What turns the old version, reasons by key, into the new one. A document listed twice counts once."""
    listed = {key_of(document): document for document in new}
    kept = {key: document for key, document in listed.items() if key in old}
    amended = tuple(document for key, document in kept.items() if document.reason != old[key])
    return DocumentChanges(
        added=tuple(document for key, document in listed.items() if key not in old),
        amended=amended,
        removed=tuple(key for key in old if key not in listed),
        same=len(kept) - len(amended),
    )


def doubt(old_count: int, changes: DocumentChanges) -> str:
    """A sentence if the new version is empty or looks cut short, else "". Whoever loads it must then be asked."""
    lost = len(changes.removed)
    if not changes.count:
        return f"the file lists no document; {old_count} are in force. It may be damaged."
    if old_count > FEW and lost > LOST_SHARE * old_count:
        share = f"{lost / old_count:.0%}; more than {LOST_SHARE:.0%} is doubted"
        return f"{lost} of {old_count} documents are gone ({share}). The file may be cut short."
    return ""
