"""T01, safeguards S15: only lists registered with owner and legal basis are asked, and the list is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadstead.engine.matching.documents import Meeting
from roadstead.engine.records import HitKind, ListedDocument
from roadstead.engine.rules.rule import Facts, Finding
from roadstead.engine.text.identifiers import document_key


def reported_document(facts: Facts) -> Iterator[Finding]:
    """Travelling on a document reported lost, stolen or revoked."""
    travellers = enumerate(facts.manifest.travellers)
    carried = [(position, declared) for position, traveller in travellers for declared in traveller.documents]
    asked = facts.documents.met_each([declared for _, declared in carried])
    for (position, _), meetings in zip(carried, asked, strict=True):
        for met in _best_of_each_list(meetings):
            yield _finding(position, met)


def _best_of_each_list(meetings: Iterable[Meeting[ListedDocument]]) -> list[Meeting[ListedDocument]]:
    """Each list has an owner of its own, so each speaks for itself: one state's list hides no other's."""
    best: dict[str, Meeting[ListedDocument]] = {}
    for met in meetings:  # best first
        if not met.short:  # a lost document has no name or birth date to stand by so short a number
            best.setdefault(met.owner.list, met)
    return list(best.values())


def _finding(position: int, met: Meeting[ListedDocument]) -> Finding:
    listed = met.owner
    because = f" Reported: {listed.reason}." if listed.reason else ""
    return Finding(
        traveller=position,
        text=f"{met.score.reason}.{because}",
        bits=met.score.bits,
        list=listed.list,
        entry="/".join(part for part in (listed.issuer, listed.type, document_key(listed.number)) if part),
        kind=HitKind.DOCUMENT,
    )
