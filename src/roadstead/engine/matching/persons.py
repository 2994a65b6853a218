"""Who a traveller may be: matches by name and by document, joined. One match an entry.

A listed document under another name alerts by itself: it may be lost, stolen or borrowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from roadstead.engine.matching.documents import Meeting
from roadstead.engine.matching.features.evidence import Score, birth_date
from roadstead.engine.matching.index import Index
from roadstead.engine.matching.matcher import DEFAULT_THRESHOLD, Thresholds, Weighed, weigh_all
from roadstead.engine.matching.second.stage import Second
from roadstead.engine.records import Entry, HitKind, Traveller
from roadstead.engine.syntax.collector import resting_collector

Evidence = tuple[tuple[str, Score], ...]  # feature, and what it says
Key = tuple[str, str]  # list and id
Carried = Mapping[Key, Meeting[Entry]]
ANYBODY: Final = -40.0  # bits: who carries a listed document is compared with its owner, however different
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
    name_score: float | None = None  # how alike the names read, 0–100; None where only a document was met
    probability: float | None = None  # 0–1, advisory; None where the evidence stands alone


def match(traveller: Traveller, index: Index, threshold: float = DEFAULT_THRESHOLD) -> list[Match]:
    """Every entry of at least `threshold` bits, best first; never only the best."""
    return match_all([traveller], index, threshold)[0]


def match_all(
    travellers: Sequence[Traveller], index: Index, threshold: float = DEFAULT_THRESHOLD, second: Second | None = None
) -> list[list[Match]]:
    """The same for many: a flight is asked for at once. With a second stage, if one is given."""
    every = alerts_all(travellers, index, threshold, second)
    return [[one for one in found if one.score >= threshold] for found in every]


def alerts(traveller: Traveller, index: Index, threshold: float) -> list[Match]:
    """As `match`, and who is shown by policy below the threshold."""
    return alerts_all([traveller], index, threshold)[0]


def alerts_all(
    travellers: Sequence[Traveller], index: Index, threshold: float | Thresholds, second: Second | None = None
) -> list[list[Match]]:
    """The same for many, at one threshold or at one of each list: the walk goes down to the lowest of them. With a
    second stage, if one is given."""
    at = threshold if isinstance(threshold, Thresholds) else Thresholds(default=threshold)
    with resting_collector():
        carried = _carried(travellers, index)
        floors = [ANYBODY if each else at.lowest for each in carried]
        weighed = weigh_all(travellers, index, floors, second)
        found = [_joined(*each, at) for each in zip(travellers, carried, weighed, strict=True)]
        return _likely(found, second, index.listed) if second else found


def _likely(found: Sequence[Sequence[Match]], second: Second, listed: int) -> list[list[Match]]:
    """With the probability that the model gives the whole score, documents included; `listed`: persons on the lists."""
    return [
        [replace(one, probability=second.probability(one.entry.list, one.score, listed)) for one in each]
        for each in found
    ]


def _joined(traveller: Traveller, carried: Carried, weighed: Sequence[Weighed], threshold: Thresholds) -> list[Match]:
    """One match an entry: by document, with what the name adds, or by name alone."""
    if not (carried or weighed):
        return []
    by_name = {_key(found.entry): found for found in weighed}
    found = [_by_name(one) for key, one in by_name.items() if key not in carried and _shown(one, threshold)]
    for key, met in carried.items():
        name = by_name.get(key)
        if not met.short or _second_identifier(traveller, met.owner, name):
            found.append(_by_document(met, name, threshold))
    return sorted(found, key=lambda one: (-one.score, _key(one.entry)))


def _key(entry: Entry) -> Key:
    return (entry.list, entry.id)


def _carried(travellers: Sequence[Traveller], index: Index) -> list[Carried]:
    """By traveller: listed persons whose document he carries; for each of them the meeting that says most."""
    found: list[Carried] = []
    met = index.met_each([declared for traveller in travellers for declared in traveller.documents])
    each = iter(met)
    for traveller in travellers:
        of_him = [meeting for _ in traveller.documents for meeting in next(each)]
        of_him.sort(key=lambda meeting: meeting.score.bits)
        found.append({_key(meeting.owner): meeting for meeting in of_him})
    return found


def _shown(weighed: Weighed, threshold: Thresholds) -> bool:
    return weighed.always or weighed.score >= threshold.of(weighed.entry.list)


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
        name_score=weighed.name_score,
    )


def _by_document(met: Meeting[Entry], weighed: Weighed | None, threshold: Thresholds) -> Match:
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
        name_score=weighed.name_score if weighed else None,
    )
