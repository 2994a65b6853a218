"""Hits as the rest of the house knows them: reasons in sentences, and the versions that make them again (S19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from roadstead.engine.matching import things
from roadstead.engine.matching.features.score import Score
from roadstead.engine.matching.frequencies import BACKGROUND_VERSION
from roadstead.engine.matching.matcher import MATCHER_VERSION
from roadstead.engine.matching.persons import Match
from roadstead.engine.matching.policy import POLICY_VERSION, Thresholds
from roadstead.engine.matching.second.stage import Second
from roadstead.engine.records import Hit, HitKind, ListVersion, Reason, Replay
from roadstead.engine.rules import Finding, Rule
from roadstead.engine.rules.on_board import Met
from roadstead.engine.rules.written import facts_said

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
    return replace(craft_hit(found, versions), kind=HitKind.PARTY, bill=bill, entry_name=found.name,
                   reasons=(said, *reasons(found.evidence)))  # fmt: skip


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
