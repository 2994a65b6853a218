"""A hit as evidence for an alert: who meets what, what is shown of both sides, and whom it concerns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from roadstead import model
from roadstead.casework.models import Alert
from roadstead.casework.policies import in_force
from roadstead.casework.urgency import seriousness
from roadstead.manifests.identity import same_person
from roadstead.manifests.models import Traveller, Voyage
from roadstead.model import Action, Hit, HitKind, Reason
from roadstead.watchlists import handling
from roadstead.watchlists.models import REGION, Entry, WatchList

Key = tuple[int | None, str, str, str, str]  # traveller, kind, list, entry, rule: one alert each
# In place of a state: the regional centre alone, as no state's scope has it (ISO 3166 leaves XAA to XZZ to users).
CENTRE = "XRC"
EACH = 20  # findings of one rule on one voyage that are still alerts of their own; more is a fault of the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """All that one screening says of one key. `states`: whom it concerns; `weighed`: 1 to 5, as the list is set."""

    hit: Hit
    traveller: Traveller | None
    entry: Entry | None
    owner: str
    states: list[str]
    weighed: int | None = None
    tlp: str = ""
    named: tuple[int, ...] = ()

    @property
    def person_key(self) -> str:
        return self.traveller.person_key if self.traveller else ""

    @property
    def declared(self) -> model.Traveller:
        return declared_of(self.traveller) or model.Traveller()

    @property
    def who(self) -> str:
        """Who it is, whatever else has changed (manifests.identity.same_person)."""
        return same_person(self.declared) if self.traveller else ""

    @property
    def by_document(self) -> bool:
        """Whether a listed document is carried: no number given for a namesake speaks against that."""
        return any(reason.feature == "document" for reason in self.hit.reasons)

    @property
    def entry_hash(self) -> str:
        return self.entry.content_hash if self.entry else ""

    @property
    def priority(self) -> str:
        """high, low or "": where the entry's owner gives one."""
        return str(self.entry.listed.get("priority") or "") if self.entry else ""

    @property
    def identity(self) -> dict[str, Any]:
        """The columns that make the alert one of its kind."""
        hit = self.hit
        return {
            "traveller": self.traveller,
            "kind": hit.kind.value,
            "list_name": hit.list,
            "entry_id": hit.entry,
            "rule": hit.rule,
        }

    @property
    def evidence(self) -> dict[str, Any]:
        """The columns that a correction may change: both sides as they are now, and the reasons."""
        return {
            "action": self.hit.action.value,
            "score": self.hit.score,
            "seriousness": seriousness(self.hit.action.value, self.hit.rule, self.weighed, self.priority),
            "reasons": msgspec.to_builtins(self.hit.reasons),
            "replay": msgspec.to_builtins(self.hit.replay),
            "entry_name": self.hit.entry_name[:300],
            "entry_hash": self.entry_hash,
            "listed": self.entry.listed if self.entry else {},
            "declared": self.traveller.declared if self.traveller else {},
            "person_key": self.person_key,
            "owner": self.owner,
            "tlp": self.tlp,
            "named": list(self.named),
        }


def meetings(
    hits: Sequence[Hit], voyage: Voyage, travellers: Sequence[Traveller], owners: Mapping[str, str]
) -> dict[Key, Meeting]:
    """One meeting for each alert there can be. Told are those whom the list's handling admits (S25)."""
    entries, lists, policies = _entries(hits), _lists(hits), in_force({hit.list for hit in hits})
    found: dict[Key, Meeting] = {}
    for hit in _gathered(hits):
        traveller = travellers[hit.traveller] if hit.traveller is not None else None
        owner = owners.get(hit.list or hit.rule, REGION)
        of_list = lists.get(hit.list) or WatchList(owner=owner)
        states = whom_it_concerns(hit, of_list, voyage.states)
        key = (traveller.pk if traveller else None, hit.kind.value, hit.list, hit.entry, hit.rule)
        if key in found:
            found[key] = replace(found[key], hit=_together(found[key].hit, hit))
        elif states:
            entry = entries.get((hit.list, hit.entry))
            found[key] = Meeting(
                hit=hit,
                traveller=traveller,
                entry=entry,
                owner=owner,
                states=states,
                tlp=handling.code(of_list) if hit.list else "",
                named=tuple(of_list.named),
                weighed=policies[hit.list].seriousness if hit.list in policies else None,
            )
    return found


def whom_it_concerns(hit: Hit, of_list: WatchList, on_the_way: Sequence[str]) -> list[str]:
    """The states on the way whom the list's handling admits; of a silent entry its owner alone."""
    if hit.action is not Action.DISCREET:
        return [state for state in on_the_way if handling.admits(of_list, state)]
    if of_list.owner == REGION:
        return [CENTRE] if on_the_way else []
    return [state for state in on_the_way if state == of_list.owner]


def declared_of(row: Traveller | Alert | None) -> model.Traveller | None:
    """The person as declared, back from the row of a traveller or of an alert."""
    return msgspec.convert(row.declared, model.Traveller) if row is not None and row.declared else None


def key_of(alert: Alert) -> Key:
    return (alert.traveller_id, alert.kind, alert.list_name, alert.entry_id, alert.rule)


def _together(one: Hit, other: Hit) -> Hit:
    """Two findings of one rule about one person are one alert with both reasons."""
    reasons = tuple(dict.fromkeys([*one.reasons, *other.reasons]))
    return replace(one, reasons=reasons, score=max(one.score, other.score))


def _gathered(hits: Sequence[Hit]) -> list[Hit]:
    """A rule that speaks of more than a handful speaks of the list: one alert on the voyage, with their number."""
    by_rule = Counter(hit.rule for hit in hits if hit.kind is HitKind.RULE and hit.traveller is not None)
    many = {rule for rule, number in by_rule.items() if number > EACH}
    kept = [hit for hit in hits if hit.rule not in many or hit.traveller is None]
    return [*kept, *(_for_the_voyage(rule, number, hits) for rule, number in by_rule.items() if rule in many)]


def _for_the_voyage(rule: str, number: int, hits: Sequence[Hit]) -> Hit:
    first = next(hit for hit in hits if hit.rule == rule)
    text = f"It holds for {number} travellers of this voyage, so it is raised once, for the voyage."
    of_nobody = replace(first.replay, facts=None)  # nobody's facts, and no child's, stand for a whole voyage (S18)
    reasons = (first.reasons[0], Reason(text=text, feature=rule))
    return replace(first, traveller=None, reasons=reasons, replay=of_nobody)


def _lists(hits: Iterable[Hit]) -> dict[str, WatchList]:
    """By title, the lists that were met, with how each is handled."""
    met = {hit.list for hit in hits if hit.list}
    return {row.title: row for row in WatchList.objects.all() if row.title in met} if met else {}


def _entries(hits: Iterable[Hit]) -> dict[tuple[str, str], Entry]:
    wanted = {(hit.list, hit.entry) for hit in hits if hit.entry}
    ids = {entry for _, entry in wanted}
    rows = Entry.objects.select_related("watch_list").filter(removed_in=None, entry_id__in=ids)
    return {key: row for row in rows if (key := (row.watch_list.title, row.entry_id)) in wanted}
