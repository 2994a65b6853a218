"""T04. A number is compared with its issuer and type, as two states may issue the same number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from roadstead.engine.matching.features.document import issuer, number_key
from roadstead.engine.records import Traveller
from roadstead.engine.rules.rule import Facts, Finding


def shared_document(facts: Facts) -> Iterator[Finding]:
    """Two travellers of this voyage declare the same document."""
    holders: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for position, traveller in enumerate(facts.manifest.travellers):
        for document in sorted(_documents(traveller)):
            holders[document].append(position)
    for (number, _, _), positions in holders.items():
        for position in positions if len(positions) > 1 else ():
            others = _names(facts, (other for other in positions if other != position))
            yield Finding(traveller=position, text=f"Document {number} is also declared for {others}.")


def _documents(traveller: Traveller) -> set[tuple[str, str, str]]:
    return {
        (number_key(document.number), issuer(document.issuer), document.type[:1])
        for document in traveller.documents
        if number_key(document.number)
    }


def _names(facts: Facts, positions: Iterator[int]) -> str:
    travellers = (facts.manifest.travellers[position] for position in positions)
    return ", ".join(
        f"{traveller.given} {traveller.surname}".strip() or "a nameless traveller" for traveller in travellers
    )
