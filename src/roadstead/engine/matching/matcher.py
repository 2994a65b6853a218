"""Matches of travellers by name and by document, combined; evidence in bits with sentences, and its sum.

A larger score is never a weaker match. There is no hard exclusion: a contradiction costs bits, and rare names can
outweigh it. What must or must not alert whatever the score is policy, and applies first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from roadstead.engine.matching.documents import DocumentMatch
from roadstead.engine.matching.explain import Alignment, Explainer, SecondaryEvidence
from roadstead.engine.matching.features.evidence import NO_EVIDENCE, Score, birth_date
from roadstead.engine.matching.index import Index
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD, Thresholds
from roadstead.engine.matching.queries import query
from roadstead.engine.matching.rerank.features import name_score
from roadstead.engine.matching.rerank.reranker import Reranker
from roadstead.engine.matching.segment.segment import Segment
from roadstead.engine.matching.workspace import ReachedName
from roadstead.engine.records import Entry, HitKind, ListedName, Traveller
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.gc_pause import paused_gc

MATCHER_VERSION: Final = "bits-7"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry compared by one of its names: the evidence that it is this traveller, and the sum in bits."""

    entry: Entry
    name: ListedName
    score: float
    shown_by_policy: bool  # shown by policy, whatever the score
    secondary_evidence: SecondaryEvidence
    alignment: Alignment
    whole: Score = NO_EVIDENCE  # bits added by the reranking model, if it is on

    @property
    def name_score(self) -> float:
        """Similarity of the two names, 0–100: for officers to see, not used in decisions."""
        return name_score(self.alignment.parts, self.alignment.listed_parts)

    @property
    def evidence(self) -> tuple[tuple[str, Score], ...]:
        """Features and scores in the order an officer compares them: name, birth date, nationality, sex, the whole."""
        beside = (
            ("birth_date", self.secondary_evidence.birth_date),
            ("nationality", self.secondary_evidence.nationality),
            ("sex", self.secondary_evidence.sex),
            ("whole", self.whole),
        )
        named = (("name", score) for score in self.alignment.reasons)
        return (*named, *(found for found in beside if found[1].reason))


def weigh_all(
    travellers: Sequence[Traveller], index: Index, floors: Sequence[float], reranker: Reranker | None = None
) -> list[list[Candidate]]:
    """Return for each traveller every entry at or above the floor (bits) or shown by policy, best first.

    Each entry is compared by its best name. With a reranking model, entries that it may lift to the floor are included.
    """
    queries, worker = [query(traveller) for traveller in travellers], index.worker()
    deep = [floor - reranker.max_bits for floor in floors] if reranker else floors
    found: list[list[Candidate]] = [[] for _ in travellers]
    for desk, names in worker.search(queries, deep, index.segments):
        for number, of_traveller in _by_traveller(names).items():
            share = float(worker.shares[number])
            explainer = Explainer(travellers[number], worker.tokens(number), desk, share)
            found[number] += _explained(of_traveller, explainer, desk.segment, floors[number], reranker)
    for each in found:
        each.sort(key=lambda one: (-one.score, one.entry.list, one.entry.id))
    return found


def _by_traveller(names: Sequence[ReachedName]) -> dict[int, list[ReachedName]]:
    found: defaultdict[int, list[ReachedName]] = defaultdict(list)
    for reached in names:
        found[reached.traveller].append(reached)
    return found


def weigh(traveller: Traveller, index: Index, floor: float, reranker: Reranker | None = None) -> list[Candidate]:
    """Return the result of `weigh_all` for one traveller."""
    return weigh_all([traveller], index, [floor], reranker)[0]


def _explained(
    names: Sequence[ReachedName], explainer: Explainer, segment: Segment, floor: float, second: Reranker | None
) -> list[Candidate]:
    """Return the entries of one segment that reach the floor (bits) with all evidence, or are shown by policy."""
    if second is None:
        return _by_bits(names, explainer, segment)
    return [one for one in _reranked(names, explainer, segment, second) if one.shown_by_policy or one.score >= floor]


def _by_bits(names: Sequence[ReachedName], explainer: Explainer, segment: Segment) -> list[Candidate]:
    """Explain only the name with the most bits."""
    best = _best([(one, one.score) for one in names])
    return [_candidate(one, score, always, explainer, segment) for one, score, always in best]


def _reranked(
    names: Sequence[ReachedName], explainer: Explainer, segment: Segment, second: Reranker
) -> list[Candidate]:
    """Explain every name, since the reranking model may prefer one with fewer bits."""
    said = {one.name: _model_score(one, explainer, segment, second) for one in names}
    best = _best([(one, one.score + said[one.name].bits) for one in names])
    return [
        replace(_candidate(one, score, always, explainer, segment), whole=said[one.name]) for one, score, always in best
    ]


def _model_score(reached: ReachedName, explainer: Explainer, segment: Segment, second: Reranker) -> Score:
    entry, birth_date = segment.entry(reached.entity), explainer.secondary_evidence(reached.entity).birth_date
    return second.score(entry.list, explainer.alignment(reached.name), birth_date.bits)


def _best(names: Sequence[tuple[ReachedName, float]]) -> list[tuple[ReachedName, float, bool]]:
    """Return the best name of each entity; it is shown by policy if any of the entity's names is."""
    best: dict[int, tuple[ReachedName, float, bool]] = {}
    for each, score in names:
        other, most, always = best.get(each.entity, (each, score, False))
        first = max((other, most), (each, score), key=lambda one: (one[1], -one[0].name))
        best[each.entity] = *first, always or each.always
    return list(best.values())


def _candidate(reached: ReachedName, score: float, always: bool, explainer: Explainer, segment: Segment) -> Candidate:
    return Candidate(
        entry=segment.entry(reached.entity),
        name=segment.name(reached.name),
        score=score,
        shown_by_policy=always,
        secondary_evidence=explainer.secondary_evidence(reached.entity),
        alignment=explainer.alignment(reached.name),
    )


# ── Matches by name and by document, combined: one per entry
#
# A listed document with another name alerts by itself: it may be lost, stolen or borrowed.


Evidence = tuple[tuple[str, Score], ...]  # feature, and its score
Key = tuple[str, str]  # list and id
DocumentMatches = Mapping[Key, DocumentMatch[Entry]]
NO_FLOOR: Final = -40.0  # bits: the carrier of a listed document is compared with its owner, however different
OTHERWISE_DIFFERENT: Final = Score(
    0.0, Sentence("The name and other details differ: someone else may be carrying this document.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry that may be this traveller. `score`: sum of the evidence in bits."""

    entry: Entry
    name: str  # the listed name that matched
    kind: HitKind
    score: float
    shown_by_policy: bool  # shown by policy, whatever the score
    evidence: Evidence
    name_score: float | None = None  # similarity of the names, 0–100; None if only a document matched
    probability: float | None = None  # 0–1, advisory; None without a reranking model


def match(traveller: Traveller, index: Index, threshold: float = DEFAULT_THRESHOLD) -> list[Match]:
    """Return every entry with at least `threshold` bits, best first."""
    return match_all([traveller], index, threshold)[0]


def match_all(
    travellers: Sequence[Traveller],
    index: Index,
    threshold: float = DEFAULT_THRESHOLD,
    reranker: Reranker | None = None,
) -> list[list[Match]]:
    """Return the matches of many travellers, such as a flight, in one run. `reranker`: the reranking model, if
    it is on.
    """
    every = alerts_all(travellers, index, threshold, reranker)
    return [[one for one in found if one.score >= threshold] for found in every]


def alerts(traveller: Traveller, index: Index, threshold: float) -> list[Match]:
    """Return the matches, and those shown by policy below the threshold."""
    return alerts_all([traveller], index, threshold)[0]


def alerts_all(
    travellers: Sequence[Traveller], index: Index, threshold: float | Thresholds, reranker: Reranker | None = None
) -> list[list[Match]]:
    """Return the alerts of many travellers, at one threshold or at one per list. `reranker`: the reranking model, if it
    is on.

    The walk uses the lowest threshold as its floor.
    """
    at = threshold if isinstance(threshold, Thresholds) else Thresholds(default=threshold)
    with paused_gc():
        carried = _document_matches(travellers, index)
        floors = [NO_FLOOR if each else at.lowest for each in carried]
        weighed = weigh_all(travellers, index, floors, reranker)
        found = [_joined(*each, at) for each in zip(travellers, carried, weighed, strict=True)]
        return _with_probability(found, reranker, index.persons_listed) if reranker else found


def _with_probability(found: Sequence[Sequence[Match]], second: Reranker, listed: int) -> list[list[Match]]:
    """Add the model's probability of the whole score, documents included. `listed`: number of persons on the lists."""
    return [
        [replace(one, probability=second.probability(one.entry.list, one.score, listed)) for one in each]
        for each in found
    ]


def _joined(
    traveller: Traveller, carried: DocumentMatches, weighed: Sequence[Candidate], threshold: Thresholds
) -> list[Match]:
    """Return one match per entry: by document, with the evidence of the name, or by name alone."""
    if not (carried or weighed):
        return []
    by_name = {_key(found.entry): found for found in weighed}
    found = [_by_name(one) for key, one in by_name.items() if key not in carried and _shown(one, threshold)]
    for key, met in carried.items():
        name = by_name.get(key)
        if not met.is_short or _second_identifier(traveller, met.owner, name):
            found.append(_by_document(met, name, threshold))
    return sorted(found, key=lambda one: (-one.score, _key(one.entry)))


def _key(entry: Entry) -> Key:
    return (entry.list, entry.id)


def _document_matches(travellers: Sequence[Traveller], index: Index) -> list[DocumentMatches]:
    """Return for each traveller the listed persons whose document they carry, with the strongest match of each."""
    found: list[DocumentMatches] = []
    met = index.document_matches([declared for traveller in travellers for declared in traveller.documents])
    each = iter(met)
    for traveller in travellers:
        of_him = [meeting for _ in traveller.documents for meeting in next(each)]
        of_him.sort(key=lambda meeting: meeting.score.bits)
        found.append({_key(meeting.owner): meeting for meeting in of_him})
    return found


def _shown(weighed: Candidate, threshold: Thresholds) -> bool:
    return weighed.shown_by_policy or weighed.score >= threshold.of(weighed.entry.list)


def _second_identifier(traveller: Traveller, entry: Entry, weighed: Candidate | None) -> bool:
    """Return True if a name part or the birth date agrees, which a number of up to five characters needs."""
    return bool(weighed and weighed.alignment.pairs) or birth_date(traveller.born, entry.born).bits > 0


def _by_name(weighed: Candidate) -> Match:
    return Match(
        entry=weighed.entry,
        name=weighed.name.text,
        kind=HitKind.NAME,
        score=weighed.score,
        shown_by_policy=weighed.shown_by_policy,
        evidence=weighed.evidence,
        name_score=weighed.name_score,
    )


def _by_document(met: DocumentMatch[Entry], weighed: Candidate | None, threshold: Thresholds) -> Match:
    """Return a match by document. A name that agrees adds bits; one that does not is stated and costs nothing."""
    agrees = weighed if weighed is not None and weighed.score > 0 else None
    beside = agrees.evidence if agrees else (("name", OTHERWISE_DIFFERENT),)
    return Match(
        entry=met.owner,
        name=agrees.name.text if agrees else met.owner.name,
        kind=HitKind.NAME if agrees and _shown(agrees, threshold) else HitKind.DOCUMENT,
        score=met.score.bits + (agrees.score if agrees else 0.0),
        shown_by_policy=True,
        evidence=(("document", met.score), *beside),
        name_score=weighed.name_score if weighed else None,
    )
