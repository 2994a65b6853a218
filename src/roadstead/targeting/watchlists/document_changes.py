"""What a new version of a list of lost and stolen documents changes, and whether it looks damaged."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.targeting.watchlists.logic.changes import FEW, LOST_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChanges:
    """From one version to the next, in documents. What makes a document the same one: issuer, type, number."""

    added: int
    amended: int  # listed for another reason now
    removed: int
    old: int
    new: int


def doubt(changes: DocumentChanges) -> str:
    """A sentence if the new version is empty or looks cut short, else "". Whoever loads it must then be asked."""
    if not changes.new:
        return f"the file lists no document; {changes.old} are in force. It may be damaged."
    if changes.old > FEW and changes.removed > LOST_SHARE * changes.old:
        share = f"{changes.removed / changes.old:.0%}; more than {LOST_SHARE:.0%} is doubted"
        return f"{changes.removed} of {changes.old} documents are gone ({share}). The file may be cut short."
    return ""
