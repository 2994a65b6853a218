"""Parties of bills and of whole manifests against what is listed: organisations by number, name and address, persons
by name.

A party is mostly a firm. Where it is a person, nothing but the name is known, so that a person is met only by the whole
name, without anything speaking against it: an officer has thousands of bills, and no birth date to tell namesakes by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from roadstead.engine.matching import things
from roadstead.engine.matching.features.evidence import Score
from roadstead.engine.matching.frequencies import BACKGROUND_VERSION
from roadstead.engine.matching.index import Index
from roadstead.engine.matching.matcher import MATCHER_VERSION, POLICY_VERSION, Match, Thresholds, alerts_all, in_force
from roadstead.engine.matching.second.stage import Second
from roadstead.engine.matching.things import Party, Things, met_parties
from roadstead.engine.records import (
    Address,
    Consignment,
    Hit,
    HitKind,
    ListVersion,
    PartyRole,
    Reason,
    Replay,
    Traveller,
)
from roadstead.engine.records import (
    Party as Declared,
)
from roadstead.engine.rules import Finding, Rule
from roadstead.engine.rules.written import Met, facts_said

# ── Hits as the rest of the house knows them: reasons in sentences, and the versions that make them again (S19).


Versions = Mapping[str, ListVersion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a likeness was judged by; it is kept with the hit. `statistics`: state of the lists that names were counted
    on, "" where only the files at hand were."""

    versions: Versions
    thresholds: Thresholds
    second: Second | None = None
    statistics: str = ""

    def replay(self, of_list: str) -> Replay:
        """The version of the second stage is among them if that spoke."""
        model = self.second.model.version if self.second and self.second.speaks(of_list) else ""
        made = _replay(of_list, self.versions, model=model)
        return replace(made, threshold=self.thresholds.of(of_list), statistics_version=self.statistics)


def person_hit(
    traveller: int | None, found: Match, basis: Basis, *, bill: int | None = None, said: Reason | None = None
) -> Hit:
    """An entry that may be this traveller, or this party of a bill; `said`: what party it is."""
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
        reasons=(*((said,) if said else ()), *reasons(found.evidence)),
        replay=basis.replay(of_list),
        name_score=None if found.name_score is None else round(found.name_score, 1),
        probability=found.probability,
    )


def party_hit(bill: int | None, found: things.Match, versions: Versions, said: Reason) -> Hit:
    """A listed organisation that may be this party of a bill, or of a whole manifest (None)."""
    return replace(
        craft_hit(found, versions),
        kind=HitKind.PARTY,
        bill=bill,
        entry_name=found.name,
        reasons=(said, *reasons(found.evidence)),
    )


def craft_hit(found: things.Match, versions: Versions) -> Hit:
    """A listed vessel or aircraft that may be the craft of this voyage."""
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


def rule_hit(rule: Rule, finding: Finding, versions: Versions) -> Hit:
    """What a rule found: its sentence first, then the facts of this case."""
    headline = Reason(text=rule.sentence, feature=rule.code)
    return Hit(
        kind=finding.kind,
        traveller=finding.traveller,
        list=finding.list,
        entry=finding.entry,
        rule=rule.code,
        action=rule.action,
        score=finding.bits,
        reasons=(headline, Reason(text=finding.text, value=finding.bits, feature=rule.code)),
        replay=_replay(finding.list, versions, f"{rule.code}/{rule.version}"),
    )


# What stands beside every hit on a child (S18); it says how to go about it, and nothing about the child.
MINOR = "The traveller is under 18: the procedure for children applies, with the officer responsible for it."


def written_hit(met: Met) -> Hit:
    """A rule that people wrote: its sentence, the facts of this case, what its authors ask officers to do."""
    rule = met.rule
    facts, severity = facts_said(rule, met.facts), f"Severity, as its authors set it: {rule.severity}."
    facts = f"{facts[:1].upper()}{facts[1:]}."
    said = [rule.sentence, facts, severity, rule.officers_do, MINOR if met.minor else ""]
    return Hit(
        kind=HitKind.RULE,
        traveller=met.traveller,
        bill=met.bill,
        rule=rule.code,
        severity=rule.severity,
        action=rule.action,
        reasons=tuple(Reason(text=text, feature=rule.code) for text in said if text),
        replay=Replay(rule_version=f"{rule.code}/{rule.version}", policy_version=POLICY_VERSION, facts=met.facts),
    )


def reasons(evidence: Iterable[tuple[str, Score]]) -> tuple[Reason, ...]:
    """Sentences with their bits, to a hundredth; their sum is the score."""
    return tuple(Reason(text=score.reason, value=round(score.bits, 2), feature=name) for name, score in evidence)


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


WORDS: Final[Mapping[PartyRole, str]] = {
    PartyRole.CONSIGNOR: "consignor", PartyRole.CONSIGNEE: "consignee", PartyRole.NOTIFY: "party to be notified",
    PartyRole.CARRIER: "carrier", PartyRole.AGENT: "agent", PartyRole.FORWARDER: "forwarder",
    PartyRole.SELLER: "seller", PartyRole.BUYER: "buyer", PartyRole.OWNER: "owner", PartyRole.MASTER: "master",
    PartyRole.DECLARANT: "declarant", PartyRole.OTHER: "party",
}  # fmt: skip
Spelt = tuple[str, Address, str]  # name, address, code: a thousand bills of one shipper are asked for once


def met_bills(
    bills: Sequence[Consignment], index: Index, things: Things, basis: Basis, *, today: date
) -> Iterator[Hit]:
    """Hits in the order of the bills, each with `bill`, the position of its bill."""
    named = [(place, at, party) for place, bill in enumerate(bills) for at, party in enumerate(bill.parties)]
    return _met(named, "bill", index, things, basis, today=today)


def met_of_manifests(
    parties: Sequence[Declared], index: Index, things: Things, basis: Basis, *, today: date
) -> Iterator[Hit]:
    """Parties of whole manifests: hits in their order, without `bill`."""
    named = [(None, at, party) for at, party in enumerate(parties)]
    return _met(named, "manifest", index, things, basis, today=today)


def _met(
    all_named: Sequence[tuple[int | None, int, Declared]],
    of: str,
    index: Index,
    things: Things,
    basis: Basis,
    *,
    today: date,
) -> Iterator[Hit]:
    named = [(place, at, party) for place, at, party in all_named if party.name.strip()]
    distinct = {_spelt(party): party for *_, party in named}
    firms = dict(zip(distinct, met_parties([_asked(each) for each in distinct.values()], things), strict=True))
    people = dict(zip(distinct, _people(list(distinct.values()), index, basis.thresholds), strict=True))
    for place, at, party in named:
        said = Reason(text=f"{party.name} is the {WORDS[party.role]} of the {of}.", feature="party")
        for found in firms[_spelt(party)]:
            if in_force(found.entry, today):
                yield replace(party_hit(place, found, basis.versions, said), parties=(at,))
        for one in people[_spelt(party)]:
            if in_force(one.entry, today):
                yield replace(person_hit(None, one, basis, bill=place, said=said), parties=(at,))


def _spelt(party: Declared) -> Spelt:
    return (party.name, party.address, party.code)


def _asked(party: Declared) -> Party:
    numbers = (party.code,) if party.code else ()
    return Party(name=party.name, numbers=numbers, country=party.address.country, addresses=(party.address,))


def _people(parties: Sequence[Declared], index: Index, at: Thresholds) -> list[list[Match]]:
    """As a traveller without birth date, and only whom policy shows by the whole name."""
    asked = [Traveller(surname=party.name) for party in parties]
    found = alerts_all(asked, index, at)
    return [[one for one in of_party if one.always and one.kind is HitKind.NAME] for of_party in found]
