"""receive → read → record → screen → alert → answer: the whole way of a message, on one page.

`process` does it for one message in one transaction: a worker that dies half-way leaves nothing half-done.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from roadstead.casework.alerts.raise_alerts import Raised, one_bill_each, raise_alerts
from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.screening.run import screen
from roadstead.engine.voyages.normalise import normalised_readings
from roadstead.filings.cargo.bills import follow
from roadstead.filings.cargo.desk import shared_by_all
from roadstead.filings.cargo.heads import bills_elsewhere
from roadstead.filings.cargo.record import is_cargo, record_cargo, tell_anew
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.queue import Job, body_of
from roadstead.filings.voyages.declared import as_filing, on_voyage, shared_states
from roadstead.filings.voyages.find_voyage import about_a_stranger
from roadstead.filings.voyages.models import Voyage
from roadstead.filings.voyages.record import Recorded, hold_if_free, lock, record
from roadstead.filings.voyages.record_quality import weigh
from roadstead.outbound.responses.give import give_answers
from roadstead.pipeline.screen_cargo import not_of_cargo, raise_for_bills, raise_for_manifests
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import State
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.rulebook.known import asked_for

COUNTED = ("new", "changed", "lapsed", "suppressed")  # of the alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one message came to."""

    message: int
    status: Status
    travellers: int = 0
    raised: list[Raised] = field(default_factory=list)

    def __str__(self) -> str:
        """For the log: numbers only. A suppressed meeting is a pair that an officer has cleared before."""
        counts = {name: sum(getattr(each, name) for each in self.raised) for name in COUNTED}
        people = f"{self.travellers} traveller{'' if self.travellers == 1 else 's'}"
        return ", ".join([self.status, people, *(f"{counts[name]} {name}" for name in COUNTED)])


def process(job: Job, *, live: ScreeningSetCache, now: datetime) -> Outcome | None:
    """Read, record, screen, alert, answer; the queue entry goes in the same transaction. None: another has it."""
    with scoped(REGION):
        message = Message.objects.select_for_update(skip_locked=True).defer("raw").filter(pk=job.message).first()
        if message is None:
            return None
        queue.done(job)
        if message.status != Status.RECEIVED:
            return None
        readings = normalised_readings(registry.read(body_of(message), near=message.received_at.date().isoformat()))
        message.attempts, message.processed_at, message.reason = job.attempt, now, ""
        lock([reading.manifest.voyage for reading in readings if reading.understood])
        stranger = "" if message.approved_by_id else about_a_stranger(message, readings)
        if stranger:
            return _set_aside(message, stranger)
        return _take_in(message, readings, live, now)


def _set_aside(message: Message, reason: str) -> Outcome:
    """Kept as it came, for a supervisor of the regional centre to approve."""
    message.status, message.reason = Status.SET_ASIDE, reason
    message.save(update_fields=["status", "reason", "attempts", "processed_at"])
    return Outcome(message=message.pk, status=Status.SET_ASIDE)


def _take_in(message: Message, readings: list[Reading], live: ScreeningSetCache, now: datetime) -> Outcome:
    message.manifests.filter(voyage=None).delete()  # read before, by a reader that knew less
    participating = frozenset(State.objects.values_list("code", flat=True))
    recorded = [
        record(reading, message=message, position=position, participating=participating)
        for position, reading in enumerate(readings)
    ]
    voyages = {each.voyage.pk: each.voyage for each in recorded if each.voyage}  # each once, as it was left
    recorded = [replace(each, voyage=voyages[each.voyage.pk]) if each.voyage else each for each in recorded]
    for voyage in voyages.values():
        weigh(voyage, [each for each in recorded if each.voyage == voyage], participating, now=now)
    for voyage in voyages.values():
        follow(voyage)
    joined = dict.fromkeys(each.voyage for each in recorded if each.voyage and each.joined)
    touched = [(voyage, rows) for voyage in joined if (rows := _told_as_one(voyage, participating, now))]
    touched += [
        told
        for each in recorded
        if is_cargo(each.declared)
        for told in record_cargo(each, participating=participating, now=now)
    ]
    raised = [_screen(voyage, live, now) for voyage in voyages.values()]
    touched += [(voyage, bills) for voyage, bills in bills_elsewhere(touched, now) if hold_if_free(voyage)]
    raised += [_screen_bills(voyage, bills, live, now) for voyage, bills in touched]
    raised += [_screen_manifests(voyage, live, now) for voyage in dict(touched)]
    for voyage in voyages.values():
        give_answers(voyage, [each for each in recorded if each.voyage == voyage], now=now)
    return _close(message, readings, recorded, raised)


def _told_as_one(voyage: Voyage, participating: Collection[str], now: datetime) -> list[int]:
    """The bills of two voyages that turned out to be one, each once and from all that was said of it; which rows."""
    one_bill_each(voyage)
    return tell_anew(voyage, participating=participating, now=now)


def _screen(voyage: Voyage, live: ScreeningSetCache, now: datetime) -> Raised:
    """Screen the voyage as it now stands: a rule may need the people that another message stated."""
    rows, screening_set = on_voyage(voyage), live.current()
    manifest, past = asked_for(screening_set.written, voyage, rows)
    today, filing = day_of(voyage, now), as_filing(voyage)
    hits = screen(manifest, screening_set, today=today, filing=filing, past=past, tally=live.tally)
    return raise_alerts(
        hits,
        voyage=voyage,
        travellers=rows,
        owners=live.current().owners,
        now=now,
        at_stake=not_of_cargo(screening_set.written),
    )


def _screen_bills(voyage: Voyage, bills: Sequence[int], live: ScreeningSetCache, now: datetime) -> Raised:
    """Those that the message touched, and no others: what is known of the rest has not changed."""
    return raise_for_bills(
        voyage,
        bills,
        live.current(),
        owners=live.current().owners,
        today=day_of(voyage, now),
        now=now,
        tally=live.tally,
    )


def _screen_manifests(voyage: Voyage, live: ScreeningSetCache, now: datetime) -> Raised:
    """Whoever is party to whole manifests: a message may have taken back what another said."""
    return raise_for_manifests(voyage, live.current(), owners=live.current().owners, today=day_of(voyage, now), now=now)


def day_of(voyage: Voyage, now: datetime) -> date:
    """Documents and entries are judged as of the day of arrival."""
    return (voyage.arrives_at or now).date()


def _close(message: Message, readings: list[Reading], recorded: list[Recorded], raised: list[Raised]) -> Outcome:
    status = Status.READ if any(reading.understood for reading in readings) else Status.NOT_UNDERSTOOD
    message.status = status
    states = shared_states([each.voyage for each in recorded])
    message.states = shared_by_all([each.manifest for each in recorded], states)
    message.save(update_fields=["status", "states", "attempts", "processed_at", "reason"])
    travellers = sum(len(each.declared.travellers) for each in recorded)
    return Outcome(message=message.pk, status=status, travellers=travellers, raised=raised)
