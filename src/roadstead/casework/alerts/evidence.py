"""Matches: hits with their evidence, both sides as they are shown, and the states they concern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from roadstead.casework.alerts.alert_policies import in_force
from roadstead.casework.alerts.compare import declared_of
from roadstead.casework.alerts.logic import compare as declared_bill
from roadstead.casework.alerts.logic.urgency import seriousness
from roadstead.casework.alerts.models import Alert
from roadstead.engine import records as model
from roadstead.engine.records import Action, Hit, HitKind, Reason
from roadstead.engine.reference.caricom import CENTRE
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.identity import decision_key
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.models import Bill
from roadstead.filings.cargo.parties import ManifestParty
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.handling.logic.gate import UsePurpose, decide, stored_for
from roadstead.targeting.watchlists.models import REGION, Entry, WatchList

MAX_ALERTS_PER_RULE = 20  # on one voyage; more findings point to a fault of the list


class AlertKey(NamedTuple):
    """Key of one alert: about a traveller, a bill or the voyage itself (both None), matched in one way."""

    traveller: int | None
    bill: int | None
    kind: str
    list: str
    entry: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Match: all that one screening found for one key.

    `states`: those that it concerns. `weighed`: seriousness from 1 to 5, as set for the list.
    """

    hit: Hit
    traveller: Traveller | None
    bill: Bill | None = None
    of_manifest: tuple[model.Party, ...] = ()  # for a hit on the voyage: the matched parties of its manifests
    entry: Entry | None
    owner: str
    states: list[str]
    weighed: int | None = None
    codes: Mapping[str, Any] = field(default_factory=dict)  # handling codes of its list
    named: tuple[int, ...] = ()

    @property
    def person_key(self) -> UUID | None:
        return self.traveller.person_key if self.traveller else None

    @property
    def declared(self) -> model.Traveller:
        return declared_of(self.traveller) or model.Traveller()

    @property
    def party_key(self) -> UUID | None:
        """Key of the matched parties of a bill or manifest; None for a person."""
        return declared_bill.party_key(self._parties, {reason.feature for reason in self.hit.reasons})

    @property
    def subject_key(self) -> UUID | None:
        """Key of all identifiers of the declared side, person or party."""
        return self.person_key or self.party_key

    @property
    def identity_key(self) -> str:
        """Key that stays equal when other particulars change (`identity.decision_key`, `compare.name_key`)."""
        return decision_key(self.declared) if self.traveller else declared_bill.name_key(self._parties)

    @property
    def _parties(self) -> list[model.Party]:
        if self.bill is None:
            return list(self.of_manifest)
        parties = consignment_of(self.bill).parties
        return [parties[at] for at in self.hit.parties if at < len(parties)]

    @property
    def can_be_cleared(self) -> bool:
        """True for a person or a party, which an officer can clear; False for the craft and for a rule's hit on the
        voyage.
        """
        return bool(self.traveller or self.bill or self.of_manifest)

    @property
    def by_document(self) -> bool:
        """True if a listed document is carried: a redress number does not outweigh that."""
        return any(reason.feature == "document" for reason in self.hit.reasons)

    @property
    def entry_hash(self) -> str:
        return self.entry.content_hash if self.entry else ""

    @property
    def priority(self) -> str:
        """Priority (high, low or other) as the entry's owner set it, or for a rule its severity."""
        return str(self.entry.listed.get("priority") or "") if self.entry else self.hit.severity

    @property
    def identity(self) -> dict[str, Any]:
        """Columns that identify the alert."""
        hit = self.hit
        return {
            "traveller": self.traveller,
            "bill": self.bill,
            "kind": hit.kind.value,
            "list_name": hit.list,
            "entry_id": hit.entry,
            "rule": hit.rule,
        }

    @property
    def evidence(self) -> dict[str, Any]:
        """Columns that a correction may change: both sides as they are now, and the reasons."""
        return {
            "action": self.hit.action.value,
            "score": self.hit.score,
            "seriousness": seriousness(self.hit.action.value, self.hit.rule, self.weighed, self.priority),
            "reasons": msgspec.to_builtins(self.hit.reasons),
            "replay": msgspec.to_builtins(self.hit.replay),
            "entry_name": self.hit.entry_name[:300],
            "entry_hash": self.entry_hash,
            "listed": self.entry.listed if self.entry else {},
            "declared": self._declared_json(),
            "person_key": self.person_key,
            "party_key": self.party_key,
            "owner": self.owner,
            "named": list(self.named),
            **self.codes,
        }

    def _declared_json(self) -> dict[str, Any]:
        if self.bill is not None:
            return declared_bill.bill_as_json(consignment_of(self.bill), self.hit.parties)
        if self.of_manifest:
            return declared_bill.parties_as_json(self.of_manifest)
        return self.traveller.declared if self.traveller else {}


def matches(
    hits: Sequence[Hit],
    voyage: Voyage,
    travellers: Sequence[Traveller],
    owners: Mapping[str, str],
    bills: Sequence[Bill] = (),
    parties: Sequence[ManifestParty] = (),
    concerned: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> dict[AlertKey, Match]:
    """Return one match for each possible alert.

    A match concerns the states on the route that the list's handling admits; on a bill only the bill's states (S25).
    """
    entries, lists, policies = _entries(hits), _lists(hits), in_force({hit.list for hit in hits})
    found: dict[AlertKey, Match] = {}
    for hit in merge_rule_hits(hits):
        traveller = travellers[hit.traveller] if hit.traveller is not None else None
        bill = bills[hit.bill] if hit.bill is not None else None
        owner = owners.get(hit.list or hit.rule, REGION)
        of_list = lists.get(hit.list) or WatchList(owner=owner)
        of_manifest = [parties[at] for at in hit.parties] if bill is None else []
        states = states_concerned(hit, of_list, _on_the_way(voyage, bill, of_manifest, concerned.get(hit.rule)))
        key = AlertKey(_number(traveller), _number(bill), hit.kind.value, hit.list, hit.entry, hit.rule)
        if not states:
            continue
        if key in found:
            found[key] = _together(found[key], hit, of_manifest, states)
        else:
            entry = entries.get((hit.list, hit.entry))
            found[key] = Match(
                hit=hit,
                traveller=traveller,
                bill=bill,
                of_manifest=tuple(each.party for each in of_manifest),
                entry=entry,
                owner=owner,
                states=states,
                codes=of_list.codes if hit.list else {},
                named=tuple(of_list.named),
                weighed=policies[hit.list].seriousness if hit.list in policies else None,
            )
    return found


def states_concerned(hit: Hit, of_list: WatchList, on_the_way: Sequence[str]) -> list[str]:
    """Return the states on the route that the list's handling admits; for a silent entry its owner alone."""
    is_silent = hit.action is Action.DISCREET
    how = replace(of_list.handling, is_silent=is_silent)
    if is_silent and of_list.owner == REGION:
        return [CENTRE] if on_the_way else []
    return [state for state in on_the_way if decide(how, stored_for(state), UsePurpose.CRIME).is_yes]


def key_of(alert: Alert) -> AlertKey:
    return AlertKey(alert.traveller_id, alert.bill_id, alert.kind, alert.list_name, alert.entry_id, alert.rule)


def _number(row: Traveller | Bill | None) -> int | None:
    return row.pk if row else None


def _on_the_way(
    voyage: Voyage, bill: Bill | None, of_manifest: Sequence[ManifestParty], concerned: Collection[str] | None
) -> list[str]:
    """Return the states on the route. `concerned`: states of the bills that matched a rule which is raised for the
    voyage.
    """
    if bill is not None:
        return bill.states
    if of_manifest:
        concerned = {state for each in of_manifest for state in each.states}
    return voyage.states if concerned is None else [state for state in voyage.states if state in concerned]


def _together(met: Match, other: Hit, of_manifest: Sequence[ManifestParty], states: Sequence[str]) -> Match:
    """Merge another hit into a match. Parties of manifests concern each state that one of them concerns."""
    hit = join_hits(met.hit, other)
    named = tuple(dict.fromkeys([*met.of_manifest, *(each.party for each in of_manifest)]))
    return replace(met, hit=hit, of_manifest=named, states=list(dict.fromkeys([*met.states, *states])))


def join_hits(first: Hit, other: Hit) -> Hit:
    """Merge two hits, of one rule about one person or of two parties of one bill, into one with the reasons of both."""
    reasons = tuple(dict.fromkeys([*first.reasons, *other.reasons]))
    parties = tuple(dict.fromkeys([*first.parties, *other.parties]))
    return replace(first, reasons=reasons, parties=parties, score=max(first.score, other.score))


def merge_rule_hits(hits: Sequence[Hit]) -> list[Hit]:
    """Replace hits of a rule on more than `MAX_ALERTS_PER_RULE` travellers by one hit on the voyage that counts them.

    So many hits point to the list rather than to the people.
    """
    by_rule = Counter(hit.rule for hit in hits if hit.kind is HitKind.RULE and hit.traveller is not None)
    many = {rule for rule, number in by_rule.items() if number > MAX_ALERTS_PER_RULE}
    kept = [hit for hit in hits if hit.rule not in many or hit.traveller is None]
    return [*kept, *(_for_the_voyage(rule, number, hits) for rule, number in by_rule.items() if rule in many)]


def _for_the_voyage(rule: str, number: int, hits: Sequence[Hit]) -> Hit:
    first = next(hit for hit in hits if hit.rule == rule)
    text = Sentence(
        "The rule matches %(number)s travellers on this voyage, so there is one alert for the voyage.",
        {"number": number},
    )
    # facts of one person, perhaps a child, must not stand for a voyage (S18)
    of_nobody = replace(first.replay, facts=None)
    reasons = (first.reasons[0], Reason.of(text, feature=rule))
    return replace(first, traveller=None, reasons=reasons, replay=of_nobody)


def _lists(hits: Iterable[Hit]) -> dict[str, WatchList]:
    """Return the matched lists by title, with their handling."""
    met = {hit.list for hit in hits if hit.list}
    return {row.title: row for row in WatchList.objects.all() if row.title in met} if met else {}


def _entries(hits: Iterable[Hit]) -> dict[tuple[str, str], Entry]:
    wanted = {(hit.list, hit.entry) for hit in hits if hit.entry}
    ids = {entry for _, entry in wanted}
    rows = Entry.objects.select_related("watch_list").filter(removed_in=None, entry_id__in=ids)
    return {key: row for row in rows if (key := (row.watch_list.title, row.entry_id)) in wanted}
