"""From hits to alerts: one alert a meeting, none for a pair an officer has cleared, nothing outside its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import F

from roadstead.casework.models import Alert, ClearedPair, Event
from roadstead.casework.workflow import AlertState
from roadstead.manifests.models import Traveller, Voyage
from roadstead.model import Hit, HitKind
from roadstead.watchlists.models import REGION, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What became of the hits of one screening."""

    new: int = 0
    again: int = 0  # already known as an alert
    suppressed: int = 0  # cleared by an officer before, same identifiers
    not_concerned: int = 0  # a state's own list, and the voyage does not concern that state


def raise_alerts(
    hits: Sequence[Hit], *, voyage: Voyage, travellers: Sequence[Traveller], owners: Mapping[str, str], now: datetime
) -> Raised:
    """Write alerts for `hits`. `travellers[hit.traveller]` is the row; `owners` says whose each list is."""
    concerned = [hit for hit in hits if _states(hit, voyage, owners)]
    listed = _entries(concerned)
    new = again = suppressed = 0
    for hit in concerned:
        traveller = travellers[hit.traveller] if hit.traveller is not None else None
        entry = listed.get((hit.list, hit.entry))
        if traveller and entry and _cleared(traveller, hit, entry, now):
            suppressed += 1
        elif _raise(hit, voyage, traveller, entry, _states(hit, voyage, owners)):
            new += 1
        else:
            again += 1
    return Raised(new=new, again=again, suppressed=suppressed, not_concerned=len(hits) - len(concerned))


def _states(hit: Hit, voyage: Voyage, owners: Mapping[str, str]) -> list[str]:
    """The states that are told: all on the route, but of a state's own list only that state (S25)."""
    owner = owners.get(hit.list, REGION)
    return voyage.states if owner == REGION else [state for state in voyage.states if state == owner]


def _entries(hits: Iterable[Hit]) -> dict[tuple[str, str], Entry]:
    wanted = {(hit.list, hit.entry) for hit in hits if hit.entry}
    rows = Entry.objects.select_related("watch_list").filter(
        removed_in=None, entry_id__in={entry for _, entry in wanted}
    )
    return {key: row for row in rows if (key := (row.watch_list.title, row.entry_id)) in wanted}


def _cleared(traveller: Traveller, hit: Hit, entry: Entry, now: datetime) -> bool:
    """Whether an officer said of these very identifiers on both sides that they are two people (S35). Counted."""
    return bool(
        ClearedPair.objects.filter(
            person_key=traveller.person_key,
            list_name=hit.list,
            entry_id=hit.entry,
            entry_hash=entry.content_hash,
            withdrawn_at=None,
        ).update(times_applied=F("times_applied") + 1, last_applied_at=now)
    )


def _raise(hit: Hit, voyage: Voyage, traveller: Traveller | None, entry: Entry | None, states: list[str]) -> bool:
    """Whether the alert is new. An open one that is met again takes the newest score and reasons."""
    evidence = {
        "action": hit.action.value,
        "score": hit.score,
        "reasons": msgspec.to_builtins(hit.reasons),
        "replay": msgspec.to_builtins(hit.replay),
        "entry_name": hit.entry_name[:300],
        "entry_hash": entry.content_hash if entry else "",
        "listed": entry.listed if entry else {},
        "person_key": traveller.person_key if traveller else "",
        "states": states,
    }
    alert, new = Alert.objects.get_or_create(
        voyage=voyage,
        traveller=traveller,
        kind=hit.kind.value,
        list_name=hit.list,
        entry_id=hit.entry,
        rule=hit.rule,
        defaults=evidence,
    )
    if new:
        Event.objects.create(alert=alert, act="raised", after=AlertState.NEW, states=states, note=_first_words(hit))
    elif alert.state == AlertState.NEW:
        Alert.objects.filter(pk=alert.pk).update(**evidence)
    return new


def _first_words(hit: Hit) -> str:
    kind = "rule" if hit.kind is HitKind.RULE else "possible match"
    return f"Raised by screening as a {kind}" if kind == "possible match" else f"Raised by rule {hit.rule}"
