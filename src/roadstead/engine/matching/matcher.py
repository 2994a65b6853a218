"""Matches of travellers by name and by document, combined; evidence in bits with sentences, and its sum.

A larger score is never a weaker match. There is no hard exclusion: a contradiction costs bits, and rare names can
outweigh it. What must or must not alert whatever the score is policy, and applies first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from roadstead.engine.matching.asked import query
from roadstead.engine.matching.desk import Reached
from roadstead.engine.matching.documents import Meeting
from roadstead.engine.matching.explained import Alignment, Explainer, Side
from roadstead.engine.matching.features.evidence import NOTHING_KNOWN, Score, birth_date
from roadstead.engine.matching.index import Index
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD, Thresholds
from roadstead.engine.matching.second.features import name_score
from roadstead.engine.matching.second.stage import Second
from roadstead.engine.matching.segment.segment import Segment
from roadstead.engine.records import Entry, HitKind, ListedName, Traveller
from roadstead.engine.syntax.collector import resting_collector

MATCHER_VERSION: Final = "bits-7"


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry compared by one of its names: the evidence that it is this traveller, and the sum in bits."""

    entry: Entry
    name: ListedName
    score: float
    always: bool  # shown by policy, whatever the score
    side: Side
    alignment: Alignment
    whole: Score = NOTHING_KNOWN  # bits added by the reranking model, if it is on

    @property
    def name_score(self) -> float:
        """Similarity of the two names, 0–100: for officers to see, not used in decisions."""
        return name_score(self.alignment.parts, self.alignment.listed_parts)

    @property
    def evidence(self) -> tuple[tuple[str, Score], ...]:
        """Features and scores in the order an officer compares them: name, birth date, nationality, sex, the whole."""
        beside = (
            ("birth_date", self.side.birth_date),
            ("nationality", self.side.nationality),
            ("sex", self.side.sex),
            ("whole", self.whole),
        )
        named = (("name", score) for score in self.alignment.reasons)
        return (*named, *(found for found in beside if found[1].reason))


def weigh_all(
    travellers: Sequence[Traveller], index: Index, floors: Sequence[float], second: Second | None = None
) -> list[list[Weighed]]:
    """Return for each traveller every entry at or above the floor (bits) or shown by policy, best first.

    Each entry is compared by its best name. With a reranking model, entries that it may lift to the floor are included.
    """
    queries, worker = [query(traveller) for traveller in travellers], index.worker()
    deep = [floor - second.most for floor in floors] if second else floors
    found: list[list[Weighed]] = [[] for _ in travellers]
    for desk, names in worker.reached(queries, deep, index.segments):
        for number, of_traveller in _by_traveller(names).items():
            share = float(worker.shares[number])
            explainer = Explainer(travellers[number], worker.tokens(number), desk, share)
            found[number] += _told(of_traveller, explainer, desk.segment, floors[number], second)
    for each in found:
        each.sort(key=lambda one: (-one.score, one.entry.list, one.entry.id))
    return found


def _by_traveller(names: Sequence[Reached]) -> dict[int, list[Reached]]:
    found: defaultdict[int, list[Reached]] = defaultdict(list)
    for reached in names:
        found[reached.traveller].append(reached)
    return found


def weigh(traveller: Traveller, index: Index, floor: float, second: Second | None = None) -> list[Weighed]:
    """Return the result of `weigh_all` for one traveller."""
    return weigh_all([traveller], index, [floor], second)[0]


def _told(
    names: Sequence[Reached], explainer: Explainer, segment: Segment, floor: float, second: Second | None
) -> list[Weighed]:
    """Return the entries of one segment that reach the floor (bits) with all evidence, or are shown by policy."""
    if second is None:
        return _by_bits(names, explainer, segment)
    return [one for one in _heard(names, explainer, segment, second) if one.always or one.score >= floor]


def _by_bits(names: Sequence[Reached], explainer: Explainer, segment: Segment) -> list[Weighed]:
    """Explain only the name with the most bits."""
    best = _best([(one, one.score) for one in names])
    return [_weighed(one, score, always, explainer, segment) for one, score, always in best]


def _heard(names: Sequence[Reached], explainer: Explainer, segment: Segment, second: Second) -> list[Weighed]:
    """Explain every name, since the reranking model may prefer one with fewer bits."""
    said = {one.name: _said(one, explainer, segment, second) for one in names}
    best = _best([(one, one.score + said[one.name].bits) for one in names])
    return [
        replace(_weighed(one, score, always, explainer, segment), whole=said[one.name]) for one, score, always in best
    ]


def _said(reached: Reached, explainer: Explainer, segment: Segment, second: Second) -> Score:
    entry, birth_date = segment.entry(reached.entity), explainer.side(reached.entity).birth_date
    return second.said(entry.list, explainer.alignment(reached.name), birth_date.bits)


def _best(names: Sequence[tuple[Reached, float]]) -> list[tuple[Reached, float, bool]]:
    """Return the best name of each entity; it is shown by policy if any of the entity's names is."""
    best: dict[int, tuple[Reached, float, bool]] = {}
    for each, score in names:
        other, most, always = best.get(each.entity, (each, score, False))
        first = max((other, most), (each, score), key=lambda one: (one[1], -one[0].name))
        best[each.entity] = *first, always or each.always
    return list(best.values())


def _weighed(reached: Reached, score: float, always: bool, explainer: Explainer, segment: Segment) -> Weighed:
    return Weighed(
        entry=segment.entry(reached.entity),
        name=segment.name(reached.name),
        score=score,
        always=always,
        side=explainer.side(reached.entity),
        alignment=explainer.alignment(reached.name),
    )


# ── Matches by name and by document, combined: one per entry
#
# A listed document with another name alerts by itself: it may be lost, stolen or borrowed.


Evidence = tuple[tuple[str, Score], ...]  # feature, and its score
Key = tuple[str, str]  # list and id
Carried = Mapping[Key, Meeting[Entry]]
ANYBODY: Final = -40.0  # bits: the carrier of a listed document is compared with its owner, however different
OTHERWISE_DIFFERENT: Final = Score(0.0, "Name and particulars do not agree: somebody else may be carrying it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry that may be this traveller. `score`: sum of the evidence in bits."""

    entry: Entry
    name: str  # the listed name that matched
    kind: HitKind
    score: float
    always: bool  # shown by policy, whatever the score
    evidence: Evidence
    name_score: float | None = None  # similarity of the names, 0–100; None if only a document matched
    probability: float | None = None  # 0–1, advisory; None without a reranking model


def match(traveller: Traveller, index: Index, threshold: float = DEFAULT_THRESHOLD) -> list[Match]:
    """Return every entry with at least `threshold` bits, best first."""
    return match_all([traveller], index, threshold)[0]


def match_all(
    travellers: Sequence[Traveller], index: Index, threshold: float = DEFAULT_THRESHOLD, second: Second | None = None
) -> list[list[Match]]:
    """Return the matches of many travellers, such as a flight, in one run. `second`: the reranking model, if
    it is on.
    """
    every = alerts_all(travellers, index, threshold, second)
    return [[one for one in found if one.score >= threshold] for found in every]


def alerts(traveller: Traveller, index: Index, threshold: float) -> list[Match]:
    """Return the matches, and those shown by policy below the threshold."""
    return alerts_all([traveller], index, threshold)[0]


def alerts_all(
    travellers: Sequence[Traveller], index: Index, threshold: float | Thresholds, second: Second | None = None
) -> list[list[Match]]:
    """Return the alerts of many travellers, at one threshold or at one per list. `second`: the reranking model, if it
    is on.

    The walk uses the lowest threshold as its floor.
    """
    at = threshold if isinstance(threshold, Thresholds) else Thresholds(default=threshold)
    with resting_collector():
        carried = _carried(travellers, index)
        floors = [ANYBODY if each else at.lowest for each in carried]
        weighed = weigh_all(travellers, index, floors, second)
        found = [_joined(*each, at) for each in zip(travellers, carried, weighed, strict=True)]
        return _likely(found, second, index.listed) if second else found


def _likely(found: Sequence[Sequence[Match]], second: Second, listed: int) -> list[list[Match]]:
    """Add the model's probability of the whole score, documents included. `listed`: number of persons on the lists."""
    return [
        [replace(one, probability=second.probability(one.entry.list, one.score, listed)) for one in each]
        for each in found
    ]


def _joined(traveller: Traveller, carried: Carried, weighed: Sequence[Weighed], threshold: Thresholds) -> list[Match]:
    """Return one match per entry: by document, with the evidence of the name, or by name alone."""
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
    """Return for each traveller the listed persons whose document they carry, with the strongest match of each."""
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
    """Return True if a name part or the birth date agrees, which a number of up to five characters needs."""
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
    """Return a match by document. A name that agrees adds bits; one that does not is stated and costs nothing."""
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
