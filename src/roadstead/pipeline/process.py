"""Processing of a message: read → record → screen → raise alerts → issue responses.

`process` handles one message in one transaction, so that a worker that dies leaves nothing half done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from roadstead.casework.alerts.raise_alerts import REPORTED, Changes, merge_bill_alerts
from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.voyages.normalise import normalised_readings
from roadstead.filings.cargo.bills import update_arrivals
from roadstead.filings.cargo.firm_resolver import shared_by_all
from roadstead.filings.cargo.parties import bills_on_other_voyages
from roadstead.filings.cargo.record import is_cargo, rebuild_cargo, record_cargo
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.queue import Job, body_of
from roadstead.filings.trips.reading import message_was_read
from roadstead.filings.trips.sending import CHANNEL as TRIPS
from roadstead.filings.voyages.declared import shared_states
from roadstead.filings.voyages.find_voyage import needs_approval_because
from roadstead.filings.voyages.locks import lock_voyages, try_lock
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.filings.voyages.people import VoyagePeople
from roadstead.filings.voyages.record import People, Recorded, record
from roadstead.filings.voyages.record_quality import assess
from roadstead.outbound.notifications.list_read import announce
from roadstead.outbound.responses.issue import issue_responses
from roadstead.pipeline.screen_voyage import CARGO, Target, screen_voyage
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import State
from roadstead.platform.database.scope import REGION, scoped

Bills = dict[Voyage, set[int]]  # by voyage, the rows of the bills that the message touched
OnBoard = Mapping[Voyage, Sequence[Traveller]]  # by voyage, everyone on it after the message


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Result of processing one message."""

    message: int
    status: Status
    travellers: int = 0
    changes: Changes = field(default_factory=Changes)

    def __str__(self) -> str:
        """Return the result for the log, as numbers only. Suppressed: a match that an officer has cleared before."""
        people = f"{self.travellers} traveller{'' if self.travellers == 1 else 's'}"
        return ", ".join([self.status, people, *(f"{getattr(self.changes, name)} {name}" for name in REPORTED)])


def process(job: Job, *, live: ScreeningSetCache, now: datetime) -> Outcome | None:
    """Process one message and remove its queue entry in one transaction. None: another worker has it."""
    with scoped(REGION):
        # Not "for update": that would skip a message to which another transaction only refers, such as retention.
        unlocked = Message.objects.select_for_update(skip_locked=True, no_key=True)
        message = unlocked.defer("raw").filter(pk=job.message).first()
        if message is None:
            return None
        queue.remove(job)
        if message.status != Status.RECEIVED:
            return None
        readings = normalised_readings(registry.read(body_of(message), near=message.received_at.date().isoformat()))
        message.attempts, message.processed_at, message.reason = job.attempt, now, ""
        lock_voyages([reading.manifest.voyage for reading in readings if reading.is_understood])
        stranger = "" if message.approved_by_id else needs_approval_because(message, readings)
        if stranger:
            return _set_aside(message, stranger)
        participating = frozenset(State.objects.values_list("code", flat=True))
        recorded, aboard = _record(message, readings, participating, now)
        bills = _record_cargo(recorded, participating, now)
        changes = _screen(aboard, bills, live, now)
        for voyage, lists in _by_voyage(recorded).items():
            issue_responses(voyage, lists, aboard[voyage], now=now)
        if message.channel == TRIPS:
            message_was_read(message, next((each.voyage for each in recorded if each.voyage), None), now)
        return _close(message, readings, recorded, changes)


def _set_aside(message: Message, reason: str) -> Outcome:
    """Set the message aside unchanged, until a supervisor of the regional centre approves it."""
    message.status, message.reason = Status.SET_ASIDE, reason
    message.save(update_fields=["status", "reason", "attempts", "processed_at"])
    announce(message)
    return Outcome(message=message.pk, status=Status.SET_ASIDE)


def _record(
    message: Message, readings: Sequence[Reading], participating: Collection[str], now: datetime
) -> tuple[list[Recorded], OnBoard]:
    """Record the voyages and people of the message, and their data quality."""
    message.manifests.filter(voyage=None).delete()  # from an earlier attempt, by a reader that understood less
    people: People = {}
    recorded = [
        record(reading, message=message, position=position, participating=participating, people=people)
        for position, reading in enumerate(readings)
    ]
    voyages = {each.voyage.pk: each.voyage for each in recorded if each.voyage}  # each once, in its final state
    of = {each.manifest.pk: each.voyage.pk for each in recorded if each.voyage}
    # a later reading may have merged the voyage of an earlier one into another
    if any(each.is_merged for each in recorded):
        of.update(message.manifests.exclude(voyage=None).values_list("pk", "voyage"))
        voyages = {pk: voyage for pk, voyage in voyages.items() if pk in of.values()}
    recorded = [replace(each, voyage=voyages[of[each.manifest.pk]]) if each.voyage else each for each in recorded]
    aboard: dict[Voyage, Sequence[Traveller]] = {}
    for voyage, lists in _by_voyage(recorded).items():
        of_record = people.get(voyage.pk) or VoyagePeople.load(voyage)
        rows = of_record.describe(voyage)
        weighed = assess(voyage, [(each.declared, each.manifest) for each in lists], rows, participating, now=now)
        of_record.save(voyage, weighed)
        aboard[voyage] = sorted(rows, key=lambda row: row.pk)
    for voyage in voyages.values():
        update_arrivals(voyage)
    return recorded, aboard


def _record_cargo(recorded: Sequence[Recorded], participating: Collection[str], now: datetime) -> Bills:
    """Record the bills of the message, and rebuild those of merged voyages and of the same containers elsewhere."""
    touched: Bills = {}
    for voyage in dict.fromkeys(each.voyage for each in recorded if each.voyage and each.is_merged):
        merge_bill_alerts(voyage)
        if rows := rebuild_cargo(voyage, participating=participating, now=now):
            touched.setdefault(voyage, set()).update(rows)
    for each in recorded:
        if is_cargo(each.declared):
            for voyage, rows in record_cargo(each, participating=participating, now=now):
                touched.setdefault(voyage, set()).update(rows)
    for voyage, rows in bills_on_other_voyages(touched.items(), now):
        if try_lock(voyage):
            touched[voyage] = set(rows)
    return touched


def _screen(aboard: OnBoard, bills: Bills, live: ScreeningSetCache, now: datetime) -> Changes:
    """Screen the people of each voyage and the bills that were touched; nothing has changed for other bills."""
    changes = Changes()
    for voyage in dict.fromkeys([*aboard, *bills]):
        targets = (Target.PEOPLE if voyage in aboard else Target(0)) | (CARGO if voyage in bills else Target(0))
        screened = screen_voyage(
            voyage,
            live.current(),
            targets=targets,
            bills=bills.get(voyage),
            aboard=aboard.get(voyage),
            now=now,
            tally=live.tally,
            held=True,
        )
        changes.add(screened or Changes())
    return changes


def _by_voyage(recorded: Sequence[Recorded]) -> Mapping[Voyage, list[Recorded]]:
    found: dict[Voyage, list[Recorded]] = {}
    for each in recorded:
        if each.voyage:
            found.setdefault(each.voyage, []).append(each)
    return found


def _close(message: Message, readings: list[Reading], recorded: list[Recorded], changes: Changes) -> Outcome:
    status = Status.READ if any(reading.is_understood for reading in readings) else Status.NOT_UNDERSTOOD
    message.status = status
    states = shared_states([each.voyage for each in recorded])
    message.states = shared_by_all([each.manifest for each in recorded], states)
    message.save(update_fields=["status", "states", "attempts", "processed_at", "reason"])
    announce(message)
    travellers = sum(len(each.declared.travellers) for each in recorded)
    return Outcome(message=message.pk, status=status, travellers=travellers, changes=changes)
