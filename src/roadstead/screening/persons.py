"""Who a traveller may be: matches by name and by document, joined. One match an entry.

A listed document under another name alerts by itself: it may be lost, stolen or borrowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from roadstead.model import Entry, HitKind, Traveller
from roadstead.screening.documents import Meeting
from roadstead.screening.features.births import birth_date
from roadstead.screening.features.score import Score
from roadstead.screening.index import Index
from roadstead.screening.matcher import Weighed, weigh
from roadstead.screening.policy import DEFAULT_THRESHOLD

Evidence = tuple[tuple[str, Score], ...]  # feature, and what it says
Key = tuple[str, str]  # list and id
ANYTHING: Final = float("-inf")
OTHERWISE_DIFFERENT: Final = Score(0.0, "Name and particulars do not agree: somebody else may be carrying it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry that may be this traveller. `score` in bits is the sum of the evidence."""

    entry: Entry
    name: str  # the listed name by which it was met
    kind: HitKind
    score: float
    always: bool  # shown by policy, whatever the score
    evidence: Evidence


def match(traveller: Traveller, index: Index, threshold: float = DEFAULT_THRESHOLD) -> list[Match]:
    """Every entry of at least `threshold` bits, best first; never only the best."""
    return [found for found in alerts(traveller, index, threshold) if found.score >= threshold]


def alerts(traveller: Traveller, index: Index, threshold: float) -> list[Match]:
    """The same, and who is shown by policy below the threshold."""
    carried = _carried(traveller, index)
    weighed = {_key(found.entry): found for found in weigh(traveller, index, ANYTHING if carried else threshold)}
    found = [_by_name(one) for key, one in weighed.items() if key not in carried and _shown(one, threshold)]
    for key, met in carried.items():
        name = weighed.get(key)
        if not met.short or _second_identifier(traveller, met.owner, name):
            found.append(_by_document(met, name, threshold))
    return sorted(found, key=lambda one: (-one.score, _key(one.entry)))


def _key(entry: Entry) -> Key:
    return (entry.list, entry.id)


def _carried(traveller: Traveller, index: Index) -> dict[Key, Meeting[Entry]]:
    """Listed persons whose document this traveller carries: for each, the meeting that says most."""
    met = [meeting for declared in traveller.documents for meeting in index.documents.met(declared)]
    return {_key(meeting.owner): meeting for meeting in sorted(met, key=lambda meeting: meeting.score.bits)}


def _shown(weighed: Weighed, threshold: float) -> bool:
    return weighed.always or weighed.score >= threshold


def _second_identifier(traveller: Traveller, entry: Entry, weighed: Weighed | None) -> bool:
    """What a number of up to five characters needs beside it: a name part or a birth date that agrees."""
    return bool(weighed and weighed.alignment.pairs) or birth_date(traveller.born, entry.born).bits > 0


def _by_name(weighed: Weighed) -> Match:
    return Match(
        entry=weighed.entry,
        name=weighed.name.text,
        kind=HitKind.NAME,
        score=weighed.score,
        always=weighed.always,
        evidence=weighed.evidence,
    )


def _by_document(met: Meeting[Entry], weighed: Weighed | None, threshold: float) -> Match:
    """The name adds where it agrees. Where it does not, that is said, and takes nothing from the document."""
    agrees = weighed if weighed is not None and weighed.score > 0 else None
    beside = agrees.evidence if agrees else (("name", OTHERWISE_DIFFERENT),)
    return Match(
        entry=met.owner,
        name=agrees.name.text if agrees else met.owner.name,
        kind=HitKind.NAME if agrees and _shown(agrees, threshold) else HitKind.DOCUMENT,
        score=met.score.bits + (agrees.score if agrees else 0.0),
        always=True,
        evidence=(("document", met.score), *beside),
    )
