"""From hits to alerts: one alert a meeting, nothing outside its state, nobody stopped twice for one namesake.

Screening says what is met now; an alert keeps its history. Evidence that changed is laid before an officer again,
never swapped under the officer's hands in silence (S5, S13, S35).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from roadstead.casework.alerts.cleared import Memory
from roadstead.casework.alerts.evidence import Key, Meeting, key_of, meetings
from roadstead.casework.alerts.kept_back import KeptBack
from roadstead.casework.alerts.logic.workflow import OPEN, SELECTED, AlertState, Turn
from roadstead.casework.alerts.models import OF_A_MANIFEST, Alert, Event, Stand
from roadstead.casework.alerts.standing import set_apart
from roadstead.engine.records import Action, Hit
from roadstead.filings.cargo.heads import Named
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Traveller, Voyage

# What becomes of an alert whose evidence has changed. An officer's yes stays a yes, with a line in its history.
AFTER_CHANGE: dict[AlertState, tuple[Turn, AlertState]] = {
    AlertState.NEW: (Turn.CHANGED, AlertState.NEW),
    AlertState.REVIEWING: (Turn.CHANGED, AlertState.REVIEWING),
    AlertState.REFERRED: (Turn.CHANGED, AlertState.REFERRED),
    AlertState.PROPOSED: (Turn.CHANGED, AlertState.REVIEWING),  # put forward on other evidence: looked at anew
    AlertState.CLEARED: (Turn.MET_AGAIN, AlertState.NEW),
    AlertState.LAPSED: (Turn.MET_AGAIN, AlertState.NEW),
    AlertState.CONFIRMED: (Turn.CHANGED, AlertState.CONFIRMED),
    AlertState.CLOSED: (Turn.CHANGED, AlertState.CLOSED),
    AlertState.DOCUMENTS: (Turn.CHANGED, AlertState.DOCUMENTS),
    AlertState.SCAN: (Turn.CHANGED, AlertState.SCAN),
    AlertState.EXAMINE: (Turn.CHANGED, AlertState.EXAMINE),
}
NOTES: dict[Turn, str] = {
    Turn.RAISED: "Raised by screening",
    Turn.CHANGED: "What was declared or listed has changed: the evidence was drawn anew",
    Turn.MET_AGAIN: "Met again, by other identifiers than before",
    Turn.LAPSED: "No longer met: what was declared or listed has changed, or the person was taken off the list",
}
COUNTED = ("new", "changed", "again", "lapsed", "suppressed")


@dataclass(slots=True)
class Raised:
    """What became of the meetings of one screening."""

    new: int = 0
    changed: int = 0
    again: int = 0
    lapsed: int = 0
    suppressed: int = 0  # cleared by an officer before, same identifiers
    events: list[Event] = field(default_factory=list)

    def add(self, other: Raised) -> None:
        """What another part of the voyage came to."""
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.events += other.events


def every(key: Key) -> bool:
    """Screened against everything: whatever is not met now is met no longer."""
    return True


def raise_alerts(
    hits: Sequence[Hit],
    *,
    voyage: Voyage,
    travellers: Sequence[Traveller] = (),
    bills: Sequence[Bill] | None = None,
    parties: Sequence[Named] | None = None,
    concerned: Mapping[str, Collection[str]] = MappingProxyType({}),
    owners: Mapping[str, str],
    now: datetime,
    at_stake: Callable[[Key], bool] = every,
) -> Raised:
    """Write alerts for `hits`. `travellers[hit.traveller]` is the row, `bills[hit.bill]` the bill; `owners` says whose
    each list is.

    `bills`: None where people and craft were screened, and no bill; else the bills that were, and nobody else.
    `concerned`: by rule that is raised for a voyage the states that its bills concern; of others all on the route.
    `parties`: those of the voyage's manifests, where they were screened, and nothing else.
    `at_stake`: what this screening could have met of these; an alert of anything else is left as it is.
    """
    met = meetings(hits, voyage, travellers, owners, bills or (), parties or (), concerned)
    known = _known(voyage, bills, of_manifests=parties is not None)
    memory, raised, new = Memory(met.values(), now), Raised(), dict[Key, Alert]()
    kept_back = KeptBack(voyage, now)
    for key, meeting in met.items():
        answer = memory.ask(meeting)
        if key in known:
            _meet_again(known[key], meeting, answer.states, raised)
        elif answer.states:
            new[key] = Alert(voyage=voyage, states=answer.states, **meeting.identity, **meeting.evidence)
        else:
            raised.suppressed += 1
        kept_back.add(meeting, answer, known.get(key))
    for alert, key in zip(Alert.objects.bulk_create(new.values(), batch_size=500), new, strict=True):
        raised.events.append(_event(alert, Turn.RAISED, "", AlertState.NEW, memory.before(met[key])))
    raised.new = len(new)
    _let_lapse([alert for key, alert in known.items() if key not in met and at_stake(key)], raised)
    Event.objects.bulk_create(raised.events, batch_size=1000)
    kept_back.write()
    return raised


def _known(voyage: Voyage, bills: Sequence[Bill] | None, *, of_manifests: bool) -> dict[Key, Alert]:
    """What there is already about those who were screened, held until the transaction ends."""
    rows = Alert.objects.filter(voyage=voyage).select_for_update(of=("self",)).prefetch_related("stands")
    if bills is not None:
        about = rows.filter(bill__in=[bill.pk for bill in bills])
    else:
        about = rows.filter(OF_A_MANIFEST) if of_manifests else rows.filter(bill=None).exclude(OF_A_MANIFEST)
    return {key_of(alert): alert for alert in about}


def _meet_again(alert: Alert, meeting: Meeting, states: list[str], raised: Raised) -> None:
    """The same meeting as before: wider states, another action, other evidence, or nothing new at all."""
    silent = meeting.hit.action is Action.DISCREET
    concerned = meeting.states if silent else list(dict.fromkeys([*alert.states, *states]))
    action = meeting.hit.action.value
    set_apart(alert, concerned)
    untouched = alert.state == AlertState.NEW and alert.dealt_at is None and not alert.stands.all()
    known_by = alert.known_by
    identifiers = (known_by, alert.entry_hash) != (meeting.known_by, meeting.entry_hash)
    if (identifiers and (states or alert.state != AlertState.CLEARED)) or alert.state == AlertState.LAPSED:
        before = AlertState(alert.state)
        turn, alert.state = AFTER_CHANGE[before]
        # Met by other identifiers: what was done at the border was about another declaration.
        alert.holder, alert.dealt_at = (alert.holder, alert.dealt_at) if turn is Turn.CHANGED else (None, None)
        now = {"state": alert.state, "holder": alert.holder, "dealt_at": alert.dealt_at}
        _update(alert, {**meeting.evidence, "states": concerned, **now})
        raised.events.append(_event(alert, turn, before, AlertState(alert.state)))
        raised.events.extend(_each_again(alert, states))
        raised.changed += 1
    elif untouched or (concerned, action) != (alert.states, alert.action):
        evidence = meeting.evidence if untouched else {"action": action}
        _update(alert, {**evidence, "states": concerned})
        raised.again += 1


def _each_again(alert: Alert, states: Sequence[str]) -> Iterator[Event]:
    """The states that have spoken for themselves: what they had cleared of other identifiers is theirs to look at."""
    for stand in alert.stands.all():
        turn, after = AFTER_CHANGE[before := AlertState(stand.state)]
        if (before in {AlertState.CLEARED, AlertState.LAPSED} and stand.of in states) or before == AlertState.PROPOSED:
            yield _stands_now(alert, stand, turn, after)


def _let_lapse(gone: list[Alert], raised: Raised) -> None:
    """An open alert that is met no longer: nobody's time is taken by it, and its history says why."""
    for alert in gone:
        before = AlertState(alert.state)
        if before == AlertState.NEW and alert.dealt_at is None:
            _update(alert, {"state": AlertState.LAPSED})
            raised.events.append(_event(alert, Turn.LAPSED, before, AlertState.LAPSED))
            raised.lapsed += 1
        elif before in OPEN | SELECTED and not _was_told(alert):
            raised.events.append(_event(alert, Turn.LAPSED, before, before))
        for stand in alert.stands.all():
            if stand.state == AlertState.NEW and stand.dealt_at is None:
                raised.events.append(_stands_now(alert, stand, Turn.LAPSED, AlertState.LAPSED))


def _stands_now(alert: Alert, stand: Stand, turn: Turn, after: AlertState) -> Event:
    before, stand.state = stand.state, after
    stand.holder, stand.dealt_at = (stand.holder, stand.dealt_at) if turn is Turn.CHANGED else (None, None)
    stand.save(update_fields=["state", "holder", "dealt_at"])
    return Event(
        alert=alert, act=turn, before=before, after=after, note=NOTES[turn], of=stand.of, states=[stand.of]
    )  # fmt: skip


def _was_told(alert: Alert) -> bool:
    latest = alert.events.order_by("-id").first()
    return latest is not None and latest.act == Turn.LAPSED


def _update(alert: Alert, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(alert, name, value)
    alert.save(update_fields=list(values))


def _event(alert: Alert, turn: Turn, before: str, after: AlertState, more: str = "") -> Event:
    text = ". ".join(filter(None, (NOTES[turn], more)))
    return Event(alert=alert, act=turn, before=before, after=after, note=text, states=alert.states)
