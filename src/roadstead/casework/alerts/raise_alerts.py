"""Raise, update and expire alerts after a screening: one alert for each match, only for the states it concerns, and
none for a namesake who was cleared.

A screening gives the matches of now; an alert keeps its history. Changed evidence reopens the alert; it is never
replaced silently (S5, S13, S35).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import ProtectedError, Q, QuerySet

from roadstead.casework.alerts.evidence import AlertKey, Match, key_of, matches
from roadstead.casework.alerts.logic.workflow import OPEN, SELECTED, AlertState, SystemEvent
from roadstead.casework.alerts.models import ABOUT_MANIFEST, Alert, Event, StateDecision, Suppression
from roadstead.casework.alerts.state_decisions import STANDING, split_decision
from roadstead.casework.alerts.suppression import Clearances, Suppressions
from roadstead.engine.records import Action, Hit
from roadstead.filings.cargo.models import Bill
from roadstead.filings.cargo.parties import ManifestParty
from roadstead.filings.voyages.find_voyage import merged_voyages
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.timeline.events import append
from roadstead.platform.timeline.models import HEAD_COLUMNS

# ── Merge of the alerts on a bill when two voyages that have it turn out to be one
#
# No decision is lost: of two alerts for one match the one stays that officers have taken further (`PROGRESS`). The
# other stays with the voyage and bill that are set aside, and expires if nobody had decided about it.


# Progress of officers with an alert. An outcome at a border counts as much as a confirmation.
PROGRESS: Final = {
    AlertState.NEW: 0,
    AlertState.EXPIRED: 0,
    AlertState.REVIEWING: 1,
    AlertState.REFERRED: 1,
    AlertState.PROPOSED: 1,
    AlertState.CLEARED: 2,
    AlertState.CONFIRMED: 3,
    AlertState.CLOSED: 3,
    AlertState.DOCUMENTS: 3,
    AlertState.SCAN: 3,
    AlertState.EXAMINE: 3,
}
NOTE = "The voyage was merged with another that has the same bill: continue with alert %d"


def merge_bill_alerts(stays: Voyage) -> None:
    """Merge bills and their alerts after `stays` took in another voyage. The caller holds its lock."""
    for aside in merged_voyages(stays):
        for bill in _referenced_bills(aside):
            kept = stays.bills.filter(number=bill.number).first()
            if kept is not None:
                _merge_bill(bill, kept)
        _delete_voyage(aside)


def _referenced_bills(aside: Voyage) -> QuerySet[Bill]:
    """Return the bills that alerts or suppressed matches refer to; the others are deleted with their voyage."""
    told = (
        Alert.objects.filter(bill__voyage=aside).exclude(voyage=aside),
        Suppression.objects.filter(bill__voyage=aside),
    )
    alerts, kept_back = (Q(pk__in=rows.values("bill")) for rows in told)
    return aside.bills.filter(alerts | kept_back).order_by("pk")


def _merge_bill(bill: Bill, kept: Bill) -> None:
    there = {key_of(alert): alert for alert in kept.alerts.select_for_update()}
    set_aside_before = Q(voyage=bill.voyage_id)
    for alert in bill.alerts.select_for_update().exclude(set_aside_before).order_by("pk"):
        beside = there.get(key_of(alert)._replace(bill=kept.pk))
        if beside is None:
            _move(alert, kept)
        elif _progress(alert) > _progress(beside):
            _set_aside(beside, bill, alert)
            _move(alert, kept)
        else:
            _set_aside(alert, bill, beside)
    _merge_suppressions(bill, kept)


def _progress(alert: Alert) -> tuple[int, bool]:
    """Return the furthest progress of any state, and whether a person has ever acted on the alert."""
    if alert.outcomes.exists():
        return PROGRESS[AlertState.CONFIRMED], True
    stood = [alert.state, *alert.state_decisions.values_list("state", flat=True)]
    return max(PROGRESS[AlertState(state)] for state in stood), alert.events.exclude(who=None).exists()


def _merge_suppressions(bill: Bill, kept: Bill) -> None:
    there = {_meeting(row): row for row in Suppression.objects.filter(bill=kept)}
    for row in Suppression.objects.filter(bill=bill):
        if (beside := there.get(_meeting(row))) is None:
            Suppression.objects.filter(pk=row.pk).update(bill=kept, voyage=kept.voyage_id)
        else:
            _as_one(beside, row)


def _meeting(row: Suppression) -> tuple[int | None, int | None]:
    return row.traveller_id, row.pair_id


def _as_one(stays: Suppression, goes: Suppression) -> None:
    states = list(dict.fromkeys([*stays.states, *goes.states]))
    first, last = min(stays.first_at, goes.first_at), max(stays.last_at, goes.last_at)
    goes.delete()
    Suppression.objects.filter(pk=stays.pk).update(states=states, first_at=first, last_at=last)


def _move(alert: Alert, kept: Bill) -> None:
    Alert.objects.filter(pk=alert.pk).update(bill=kept, voyage=kept.voyage_id)


def _set_aside(alert: Alert, bill: Bill, instead: Alert) -> None:
    before = AlertState(alert.state)
    after = AlertState.EXPIRED if before == AlertState.NEW else before
    event = Event(
        alert=alert, act=SystemEvent.EXPIRED, before=before, after=after, note=NOTE % instead.pk, states=alert.states
    )
    append(alert, event)
    event.save(force_insert=True)
    head = {name: getattr(alert, name) for name in HEAD_COLUMNS}
    Alert.objects.filter(pk=alert.pk).update(bill=bill, voyage=bill.voyage_id, state=after, **head)


def _delete_voyage(aside: Voyage) -> None:
    """Delete a voyage that was set aside; if something still refers to it, mark its bills as no longer declared."""
    try:
        with transaction.atomic():
            aside.delete()
    except ProtectedError:
        aside.bills.update(is_declared=False)


# Reaction to changed evidence. A confirmation by an officer stays, with an event in the history.
AFTER_CHANGE: dict[AlertState, tuple[SystemEvent, AlertState]] = {
    AlertState.NEW: (SystemEvent.CHANGED, AlertState.NEW),
    AlertState.REVIEWING: (SystemEvent.CHANGED, AlertState.REVIEWING),
    AlertState.REFERRED: (SystemEvent.CHANGED, AlertState.REFERRED),
    AlertState.PROPOSED: (SystemEvent.CHANGED, AlertState.REVIEWING),  # proposed on other evidence: reviewed again
    AlertState.CLEARED: (SystemEvent.MET_AGAIN, AlertState.NEW),
    AlertState.EXPIRED: (SystemEvent.MET_AGAIN, AlertState.NEW),
    AlertState.CONFIRMED: (SystemEvent.CHANGED, AlertState.CONFIRMED),
    AlertState.CLOSED: (SystemEvent.CHANGED, AlertState.CLOSED),
    AlertState.DOCUMENTS: (SystemEvent.CHANGED, AlertState.DOCUMENTS),
    AlertState.SCAN: (SystemEvent.CHANGED, AlertState.SCAN),
    AlertState.EXAMINE: (SystemEvent.CHANGED, AlertState.EXAMINE),
}
NOTES: dict[SystemEvent, str] = {
    SystemEvent.RAISED: "Raised by screening",
    SystemEvent.CHANGED: "The declaration or the list has changed; the evidence was updated",
    SystemEvent.MET_AGAIN: "Matched again, by other identifiers than before",
    SystemEvent.EXPIRED: "No longer a match: the declaration or the list has changed, or the entry was removed",
}
NUMBERS: Final = "select nextval(pg_get_serial_sequence('alerts_alert', 'id')) from generate_series(1, %s)"
COUNTED: Final = ("new", "changed", "again", "expired", "suppressed", "travellers", "bills")
REPORTED: Final = ("new", "changed", "expired", "suppressed")  # shown to operators
Scope = Callable[[AlertKey], bool]  # alerts that a screening can change; all others stay as they are


@dataclass(slots=True)
class Changes:
    """Changes of alerts by one screening, and the numbers of travellers and bills that were screened."""

    new: int = 0
    changed: int = 0
    again: int = 0
    expired: int = 0
    suppressed: int = 0  # cleared by an officer before, with the same identifiers
    travellers: int = 0
    bills: int = 0
    events: list[Event] = field(default_factory=list)

    def add(self, other: Changes) -> None:
        """Add the changes of another part of the voyage."""
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.events += other.events


def everything(key: AlertKey) -> bool:
    """Scope of a screening against everything: each alert that is not matched now no longer matches."""
    return True


def raise_alerts(
    hits: Sequence[Hit],
    *,
    voyage: Voyage,
    travellers: Sequence[Traveller] = (),
    bills: Sequence[Bill] | None = None,
    parties: Sequence[ManifestParty] | None = None,
    concerned: Mapping[str, Collection[str]] = MappingProxyType({}),
    owners: Mapping[str, str],
    now: datetime,
    scope: Scope = everything,
) -> Changes:
    """Write alerts for `hits` and return what changed.

    `travellers[hit.traveller]` is the row, `bills[hit.bill]` the bill. `owners`: owner by list title or rule.
    - `bills`: the bills that were screened, and nobody else; None if people and craft were screened, and no bill.
    - `parties`: the parties of the voyage's manifests, if these were screened, and nothing else.
    - `concerned`: for a rule raised for a voyage, the states that its bills concern; otherwise all on the route.
    - `scope`: an alert in it that is not among `hits` is no longer matched, and expires if nobody has worked on it.
    """
    met = matches(hits, voyage, travellers, owners, bills or (), parties or (), concerned)
    known = _existing_alerts(voyage, bills, of_manifests=parties is not None)
    memory, raised, new = Clearances(met.values(), now), Changes(), dict[AlertKey, Alert]()
    kept_back = Suppressions(voyage, now)
    for key, meeting in met.items():
        answer = memory.check(meeting)
        if key in known:
            _update_existing(known[key], meeting, answer.states, raised)
        elif answer.states:
            new[key] = Alert(voyage=voyage, states=answer.states, **meeting.identity, **meeting.evidence)
        else:
            raised.suppressed += 1
        kept_back.add(meeting, answer, known.get(key))
    _number(list(new.values()))
    for key, alert in new.items():
        raised.events.append(_event(alert, SystemEvent.RAISED, "", AlertState.NEW, memory.before(met[key])))
    Alert.objects.bulk_create(new.values(), batch_size=500)
    raised.new = len(new)
    _expire_unmatched([alert for key, alert in known.items() if key not in met and scope(key)], raised)
    Event.objects.bulk_create(raised.events, batch_size=1000)
    kept_back.write()
    return raised


def _existing_alerts(voyage: Voyage, bills: Sequence[Bill] | None, *, of_manifests: bool) -> dict[AlertKey, Alert]:
    """Return the alerts there are about those who were screened, locked until the transaction ends."""
    rows = Alert.objects.filter(voyage=voyage).select_for_update(of=("self",)).prefetch_related("state_decisions")
    if bills is not None:
        about = rows.filter(bill__in=[bill.pk for bill in bills])
    else:
        about = rows.filter(ABOUT_MANIFEST) if of_manifests else rows.filter(bill=None).exclude(ABOUT_MANIFEST)
    return {key_of(alert): alert for alert in about}


def _number(alerts: Sequence[Alert]) -> None:
    """Give new alerts their ids before they are written, in one statement for all.

    Each is then written once, with the hash of its first event, which contains the id.
    """
    if not alerts:
        return
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [len(alerts)])
        for alert, (number,) in zip(alerts, cursor.fetchall(), strict=True):
            alert.pk = number


def _update_existing(alert: Alert, meeting: Match, states: list[str], raised: Changes) -> None:
    """Update an alert that matches again: wider states, another action, other evidence, or nothing new at all."""
    silent = meeting.hit.action is Action.DISCREET
    concerned = meeting.states if silent else list(dict.fromkeys([*alert.states, *states]))
    action = meeting.hit.action.value
    split_decision(alert, concerned)
    untouched = alert.state == AlertState.NEW and alert.dealt_at is None and not alert.state_decisions.all()
    known_by = alert.subject_key
    identifiers = (known_by, alert.entry_hash) != (meeting.subject_key, meeting.entry_hash)
    if (identifiers and (states or alert.state != AlertState.CLEARED)) or alert.state == AlertState.EXPIRED:
        before = AlertState(alert.state)
        turn, alert.state = AFTER_CHANGE[before]
        # With other identifiers, what was done at the border was about another declaration.
        alert.assignee, alert.dealt_at = (
            (alert.assignee, alert.dealt_at) if turn is SystemEvent.CHANGED else (None, None)
        )
        changed = _set(alert, {**meeting.evidence, "states": concerned})
        raised.events.append(_event(alert, turn, before, AlertState(alert.state)))
        raised.events.extend(_reopen_decisions(alert, states))
        alert.save(update_fields=[*changed, *STANDING, *HEAD_COLUMNS])
        raised.changed += 1
    elif untouched or (concerned, action) != (alert.states, alert.action):
        evidence = meeting.evidence if untouched else {"action": action}
        alert.save(update_fields=_set(alert, {**evidence, "states": concerned}))
        raised.again += 1


def _reopen_decisions(alert: Alert, states: Sequence[str]) -> Iterator[Event]:
    """Yield events for states with their own decision: what they cleared for other identifiers they review again."""
    for stand in alert.state_decisions.all():
        turn, after = AFTER_CHANGE[before := AlertState(stand.state)]
        if (
            before in {AlertState.CLEARED, AlertState.EXPIRED} and stand.by_state in states
        ) or before == AlertState.PROPOSED:
            yield _change_decision(alert, stand, turn, after)


def _expire_unmatched(gone: list[Alert], raised: Changes) -> None:
    """Expire open alerts that no longer match, with the reason in their history."""
    for alert in gone:
        before, edition = AlertState(alert.state), alert.edition
        if before == AlertState.NEW and alert.dealt_at is None:
            alert.state = AlertState.EXPIRED
            raised.events.append(_event(alert, SystemEvent.EXPIRED, before, AlertState.EXPIRED))
            raised.expired += 1
        elif before in OPEN | SELECTED and not _is_expiry_logged(alert):
            raised.events.append(_event(alert, SystemEvent.EXPIRED, before, before))
        for stand in alert.state_decisions.all():
            if stand.state == AlertState.NEW and stand.dealt_at is None:
                raised.events.append(_change_decision(alert, stand, SystemEvent.EXPIRED, AlertState.EXPIRED))
        if alert.edition != edition:
            alert.save(update_fields=["state", *HEAD_COLUMNS])


def _change_decision(alert: Alert, stand: StateDecision, turn: SystemEvent, after: AlertState) -> Event:
    before, stand.state = stand.state, after
    stand.assignee, stand.dealt_at = (stand.assignee, stand.dealt_at) if turn is SystemEvent.CHANGED else (None, None)
    stand.save(update_fields=["state", "assignee", "dealt_at"])
    event = Event(
        alert=alert,
        act=turn,
        before=before,
        after=after,
        note=NOTES[turn],
        by_state=stand.by_state,
        states=[stand.by_state],
    )
    append(alert, event)
    return event


def _is_expiry_logged(alert: Alert) -> bool:
    latest = alert.events.order_by("-id").first()
    return latest is not None and latest.act == SystemEvent.EXPIRED


def _set(alert: Alert, values: dict[str, Any]) -> list[str]:
    """Set the values and return their names, which are to be saved."""
    for name, value in values.items():
        setattr(alert, name, value)
    return list(values)


def _event(alert: Alert, turn: SystemEvent, before: str, after: AlertState, more: str = "") -> Event:
    text = ". ".join(filter(None, (NOTES[turn], more)))
    event = Event(alert=alert, act=turn, before=before, after=after, note=text, states=alert.states)
    append(alert, event)
    return event
