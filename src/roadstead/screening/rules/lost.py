"""T01, safeguards S15: only lists registered with owner and legal basis are asked, and the list is named."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.model import HitKind
from roadstead.screening.rules.rule import Facts, Finding


def reported_document(facts: Facts) -> Iterator[Finding]:
    """Travelling on a document reported lost, stolen or revoked."""
    for position, traveller in enumerate(facts.manifest.travellers):
        for declared in traveller.documents:
            for met in facts.documents.met(declared)[:1]:
                if not met.short:  # a lost document has no name or birth date to stand by so short a number
                    because = f" Reported: {met.owner.reason}." if met.owner.reason else ""
                    text = f"{met.score.reason}.{because}"
                    yield Finding(
                        traveller=position, text=text, bits=met.score.bits, list=met.owner.list, kind=HitKind.DOCUMENT
                    )
