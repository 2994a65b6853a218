"""Screening: takes a manifest and a screening set, returns hits with reasons. Start reading here.

A hit is a possibility, never more: an officer compares and decides (safeguards S13, S20). The same manifest, screening
set and day always give the same hits in the same order (S19).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from roadstead.engine.matching.documents import ReportedDocuments, build_document_index
from roadstead.engine.matching.entities.index import EntityIndex, build_entity_index
from roadstead.engine.matching.entities.match import EntityMatch as PartyMatch
from roadstead.engine.matching.entities.match import PartyQuery as AskedParty
from roadstead.engine.matching.entities.match import match_crafts, match_parties
from roadstead.engine.matching.features.evidence import Score
from roadstead.engine.matching.frequencies import BACKGROUND_VERSION
from roadstead.engine.matching.index import Index, build_index
from roadstead.engine.matching.matcher import MATCHER_VERSION, Match, alerts_all, match
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD, POLICY_VERSION, Thresholds, in_force
from roadstead.engine.matching.rerank.reranker import Reranker, shipped_reranker
from roadstead.engine.records import (
    Address,
    Consignment,
    Entry,
    Hit,
    HitKind,
    ListedDocument,
    ListVersion,
    Manifest,
    Party,
    Reason,
    Replay,
    Traveller,
)
from roadstead.engine.rules import RULES, Facts, Filing, Finding, Rule
from roadstead.engine.rules.evaluation import RuleMatch, Tally, WrittenRule, evaluate_travel_rules, facts_in_words
from roadstead.engine.rules.facts import PastVoyages
from roadstead.engine.screening.party_roles import role_reason
from roadstead.engine.sentences import Sentence

__all__ = [
    "DEFAULT_THRESHOLD", "RULES", "Filing", "Index", "Match", "Rule", "ScreeningSet", "Thresholds", "build_index",
    "build_screening_set", "match", "screen", "screen_bills", "screen_parties", "shipped_reranker",
]  # fmt: skip

NO_VERSIONS: Final[Mapping[str, ListVersion]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningSet:
    """Lists, documents and rules that a voyage is screened against. Rebuilt whole when a list changes; otherwise
    read-only.

    `owners`: owner of each list and each written rule, by title or code: REGION, or a state.
    """

    index: Index
    documents: ReportedDocuments
    entities: EntityIndex
    rules: tuple[Rule, ...]
    versions: Mapping[str, ListVersion]
    thresholds: Thresholds = field(default_factory=Thresholds)
    reranker: Reranker | None = None  # off unless asked for (S16)
    statistics: str = ""  # identifies the state of the lists from which frequencies were counted
    written_rules: tuple[WrittenRule, ...] = ()  # rules written by users and approved by two people (S16)
    owners: Mapping[str, str] = field(default_factory=dict)


def build_screening_set(
    entries: Iterable[Entry],
    listed_documents: Iterable[ListedDocument] = (),
    versions: Mapping[str, ListVersion] = NO_VERSIONS,
    rules: tuple[Rule, ...] = RULES,
    documents: ReportedDocuments | None = None,
    index: Index | None = None,
    reranker: Reranker | None = None,
) -> ScreeningSet:
    """Build a screening set.

    `versions`: by name of list, copied into each hit. `documents` replaces `listed_documents`; `index` replaces an
    index of the persons among `entries`. `reranker`: the reranking model, which knows the lists it is switched off for.
    """
    listed = tuple(entries)
    return ScreeningSet(
        index=index or build_index(listed),
        documents=documents or build_document_index(listed_documents),
        entities=build_entity_index(listed),
        rules=rules,
        versions=versions,
        reranker=reranker,
    )


def screen(
    manifest: Manifest,
    screening_set: ScreeningSet,
    *,
    today: date,
    filing: Filing | None = None,
    threshold: float | None = None,
    past: Sequence[PastVoyages] = (),
    tally: Tally | None = None,
) -> list[Hit]:
    """Return hits on travellers in their order, then on the craft, then of rules. Bills have `screen_bills`.

    `threshold`: in bits; None: the threshold of each list. `past`: earlier travel by position, for written rules.
    `tally` counts the results of the written rules.
    """
    hits: list[Hit] = []
    basis = _basis(screening_set, threshold)
    hits += people_hits(manifest.travellers, [today] * len(manifest.travellers), screening_set.index, basis)
    craft = match_crafts([manifest.voyage.craft], screening_set.entities)[0]
    hits += (craft_hit(one, screening_set.versions) for one in craft if in_force(one.entry, today))
    facts = Facts(manifest=manifest, documents=screening_set.documents, today=today, filing=filing)
    hits += (
        _rule_hit(rule, found, screening_set.versions) for rule in screening_set.rules for found in rule.check(facts)
    )
    in_time = tuple(rule for rule in screening_set.written_rules if rule.expires >= today)
    hits += map(written_hit, evaluate_travel_rules(in_time, facts, past, tally or Tally()))
    return hits


def people_hits(travellers: Sequence[Traveller], days: Sequence[date], index: Index, basis: Basis) -> Iterator[Hit]:
    """Yield the hits of each traveller in order, best first; `hit.traveller` is the position of the traveller.

    `days`: for each traveller, the date on which entries must be in force.
    """
    found = alerts_all(travellers, index, basis.thresholds, basis.reranker)
    for position, (of_person, day) in enumerate(zip(found, days, strict=True)):
        yield from (person_hit(position, one, basis) for one in of_person if in_force(one.entry, day))


def screen_bills(bills: Sequence[Consignment], screening_set: ScreeningSet, *, today: date) -> list[Hit]:
    """Return hits on the parties of bills, in the order of the bills. `hit.bill` is the position of the bill,
    `hit.parties` are the positions of its matching parties.

    Each spelling is matched once; the caller passes as many bills as fit its memory.
    """
    named = [(place, at, party) for place, bill in enumerate(bills) for at, party in enumerate(bill.parties)]
    return list(_hits_on_parties(named, "bill", screening_set, today=today))


def screen_parties(parties: Sequence[Party], screening_set: ScreeningSet, *, today: date) -> list[Hit]:
    """Return hits on the parties of whole manifests, in their order: hits on the voyage, with positions in
    `parties`.
    """
    named = [(None, at, party) for at, party in enumerate(parties)]
    return list(_hits_on_parties(named, "manifest", screening_set, today=today))


def _basis(screening_set: ScreeningSet, threshold: float | None = None) -> Basis:
    at = screening_set.thresholds if threshold is None else Thresholds(default=threshold)
    return Basis(
        versions=screening_set.versions,
        thresholds=at,
        reranker=screening_set.reranker,
        statistics=screening_set.statistics,
    )


Versions = Mapping[str, ListVersion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Lists, thresholds and model that name matches were judged by; stored with the hit.

    `statistics`: state of the lists from which frequencies were counted, "" if only the files at hand were counted.
    """

    versions: Versions
    thresholds: Thresholds
    reranker: Reranker | None = None
    statistics: str = ""

    def replay(self, of_list: str) -> Replay:
        """Return the versions for a hit on this list, with the reranking model's version if it applies to the list."""
        model = self.reranker.model.version if self.reranker and self.reranker.applies_to(of_list) else ""
        made = _replay(of_list, self.versions, model=model)
        return replace(made, threshold=self.thresholds.of(of_list), statistics_version=self.statistics)


def person_hit(
    traveller: int | None, found: Match, basis: Basis, *, bill: int | None = None, party_reason: Reason | None = None
) -> Hit:
    """Return a hit on an entry that may be this traveller or party of a bill. `party_reason`: the role of the party."""
    of_list = found.entry.list
    return Hit(
        kind=found.kind,
        traveller=traveller,
        bill=bill,
        list=of_list,
        entry=found.entry.id,
        entry_name=found.name,
        action=found.entry.action,
        score=round(found.score, 2),
        reasons=(*((party_reason,) if party_reason else ()), *reasons(found.evidence)),
        replay=basis.replay(of_list),
        name_score=None if found.name_score is None else round(found.name_score, 1),
        probability=found.probability,
    )


def _party_hit(bill: int | None, found: PartyMatch, versions: Versions, party_reason: Reason) -> Hit:
    """Return a hit on a listed organisation that may be this party of a bill, or of a whole manifest (`bill` None)."""
    return replace(
        craft_hit(found, versions),
        kind=HitKind.PARTY,
        bill=bill,
        entry_name=found.name,
        reasons=(party_reason, *reasons(found.evidence)),
    )


def craft_hit(found: PartyMatch, versions: Versions) -> Hit:
    """Return a hit on a listed vessel or aircraft that may be the craft of this voyage."""
    return Hit(
        kind=HitKind.CRAFT,
        list=found.entry.list,
        entry=found.entry.id,
        entry_name=found.entry.name,
        action=found.entry.action,
        score=round(found.score, 2),
        reasons=reasons(found.evidence),
        replay=_replay(found.entry.list, versions, matcher=found.version),
    )


def _rule_hit(rule: Rule, finding: Finding, versions: Versions) -> Hit:
    """Return the hit for a rule's finding: the rule's sentence first, then the facts of this case."""
    headline = Reason.of(Sentence(rule.sentence), feature=rule.code)
    return Hit(
        kind=finding.kind,
        traveller=finding.traveller,
        list=finding.list,
        entry=finding.entry,
        rule=rule.code,
        action=rule.action,
        score=finding.bits,
        reasons=(headline, Reason.of(finding.text, finding.bits, rule.code)),
        replay=_replay(finding.list, versions, f"{rule.code}/{rule.version}"),
    )


# Added to every hit on a child (S18). States the procedure, and nothing about the child.
MINOR: Final = Sentence(
    "The traveller is under 18. Follow the procedure for children, with the officer responsible for it."
)


def written_hit(met: RuleMatch) -> Hit:
    """Return the hit for a written rule: its sentence, the facts of this case, and the instructions to officers."""
    rule = met.rule
    facts = Sentence("%(facts)s.", {"facts": facts_in_words(rule, met.facts)}).capitalise()
    severity = Sentence("Severity set by the authors of the rule: %(severity)s.", {"severity": Sentence(rule.severity)})
    said = [
        Reason(text=rule.sentence, feature=rule.code),
        Reason.of(facts, feature=rule.code),
        Reason.of(severity, feature=rule.code),
        Reason(text=rule.officers_do, feature=rule.code),
        *([Reason.of(MINOR, feature=rule.code)] if met.is_minor else []),
    ]
    return Hit(
        kind=HitKind.RULE,
        traveller=met.traveller,
        bill=met.bill,
        rule=rule.code,
        severity=rule.severity,
        action=rule.action,
        reasons=tuple(reason for reason in said if reason.text),
        replay=Replay(rule_version=f"{rule.code}/{rule.version}", policy_version=POLICY_VERSION, facts=met.facts),
    )


def reasons(evidence: Iterable[tuple[str, Score]]) -> tuple[Reason, ...]:
    """Return the sentences with their bits, rounded to a hundredth. Their sum is the score."""
    return tuple(Reason.of(score.reason, round(score.bits, 2), name) for name, score in evidence)


def _replay(
    of_list: str, versions: Versions, rule: str = "", matcher: str = MATCHER_VERSION, model: str = ""
) -> Replay:
    known = versions.get(of_list)
    return Replay(
        list_version=known.version if known else "",
        rule_version=rule,
        matcher_version="/".join(filter(None, (matcher, BACKGROUND_VERSION, model))),
        policy_version=POLICY_VERSION,
    )


# Most parties are firms. Of a person only the name is known, so a person matches only by the whole name with no
# evidence against it: an officer has thousands of bills, and no birth date to tell namesakes apart.
Spelling = tuple[str, Address, str]  # name, address, code: a shipper with a thousand bills is matched once


def _hits_on_parties(
    all_named: Sequence[tuple[int | None, int, Party]],
    document: str,
    screening_set: ScreeningSet,
    *,
    today: date,
) -> Iterator[Hit]:
    basis = _basis(screening_set)
    named = [(place, at, party) for place, at, party in all_named if party.name.strip()]
    distinct = {_spelling(party): party for *_, party in named}
    firms = dict(
        zip(
            distinct,
            match_parties([_party_query(each) for each in distinct.values()], screening_set.entities),
            strict=True,
        )
    )
    people = dict(
        zip(distinct, _person_matches(list(distinct.values()), screening_set.index, basis.thresholds), strict=True)
    )
    for place, at, party in named:
        said = role_reason(party, document)
        for found in firms[_spelling(party)]:
            if in_force(found.entry, today):
                yield replace(_party_hit(place, found, basis.versions, said), parties=(at,))
        for one in people[_spelling(party)]:
            if in_force(one.entry, today):
                yield replace(person_hit(None, one, basis, bill=place, party_reason=said), parties=(at,))


def _spelling(party: Party) -> Spelling:
    return (party.name, party.address, party.code)


def _party_query(party: Party) -> AskedParty:
    numbers = (party.code,) if party.code else ()
    return AskedParty(name=party.name, numbers=numbers, country=party.address.country, addresses=(party.address,))


def _person_matches(parties: Sequence[Party], index: Index, at: Thresholds) -> list[list[Match]]:
    """Match parties like travellers without a birth date. Keeps only matches by the whole name."""
    asked = [Traveller(surname=party.name) for party in parties]
    found = alerts_all(asked, index, at)
    return [[one for one in of_party if one.shown_by_policy and one.kind is HitKind.NAME] for of_party in found]
