"""Sender: a process that sends mails and webhooks and reads no messages of carriers.

Only the main thread uses the database: it makes notices of events, claims deliveries and records their results. Each
delivery is sent by a thread of its own, which uses only the network. So no receiver can keep the main thread waiting,
and a slow one takes one of a few slots until its time is over (wire.DELIVERY_SECONDS).
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue
from typing import Final

from roadstead.config import Config
from roadstead.outbound.notifications import account_mail, carrier_send
from roadstead.outbound.notifications.account_mail import AccountMail
from roadstead.outbound.notifications.carrier_send import CARRIER_SLOTS, CarrierJob
from roadstead.outbound.notifications.due_work import find_due_work
from roadstead.outbound.notifications.fan_out import HANDLERS, update_notices
from roadstead.outbound.notifications.models import DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.retries import LEASE
from roadstead.outbound.notifications.send import Job, claim, send_job, settle, settle_unsent
from roadstead.outbound.notifications.slots import SLOTS
from roadstead.platform.database.outages import CONNECTION_ERRORS, run_repeatedly
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.outbox.queue import Handler, error_place

log = logging.getLogger("roadstead.outbound.notifications")

STOP_SECONDS: Final = 8.0  # less than database.supervise.GRACE_SECONDS


class Sender:
    """Sender that runs until SIGTERM or SIGINT. Several may run at once."""

    def __init__(
        self,
        config: Config,
        handlers: Mapping[EventKind, Handler] = HANDLERS,
        *,
        lease: timedelta = LEASE,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self.config, self.handlers, self.lease, self.beat = config, handlers, lease, beat
        self.stopping = False
        self._in_flight: dict[int, Job] = {}  # by channel
        self._to_carriers: dict[int, CarrierJob] = {}  # by webhook
        self._finished: SimpleQueue[tuple[Job | CarrierJob, Outcome]] = SimpleQueue()
        self._to_settle: deque[tuple[Job | CarrierJob, Outcome]] = deque()
        self._mailing: AccountMail | None = None
        self._mailed: SimpleQueue[tuple[AccountMail, Outcome]] = SimpleQueue()

    def run(self) -> None:
        """Send until stopped."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        log.info("ready")
        run_repeatedly(self.run_pass, heartbeat=self.beat, is_stopping=lambda: self.stopping, rest=self._wait)
        self._finish()

    def run_pass(self) -> None:
        """Do everything that can be done now without waiting for the network."""
        self._settle()
        due = find_due_work(self.handlers, now=datetime.now(UTC))
        if due.notices:
            _guarded("making notices", lambda: update_notices(self.handlers, now=datetime.now(UTC)))
        if due.unsent:
            _guarded("settling what is not sent", lambda: settle_unsent(now=datetime.now(UTC)))
        if due.notices or due.deliveries:
            _guarded("claiming", self._fill_slots)
        if due.carriers:
            _guarded("claiming for carriers", self._fill_carriers_slots)
        if due.mails or self._mailing:
            _guarded("mailing people", self._mail_people)

    def _fill_slots(self) -> None:
        while len(self._in_flight) < SLOTS and not self.stopping:
            now, in_hand = datetime.now(UTC), [job.channel for job in self._in_flight.values()]
            job = claim(self.config, now=now, lease=self.lease, in_hand=in_hand)
            if job is None:
                return
            self._in_flight[job.channel.pk] = job
            threading.Thread(target=self._send, args=[job, now], daemon=True).start()

    def _fill_carriers_slots(self) -> None:
        """Carriers have slots of their own: nothing that concerns a state waits for them."""
        carrier_send.settle_died(now=datetime.now(UTC))
        while len(self._to_carriers) < CARRIER_SLOTS and not self.stopping:
            now = datetime.now(UTC)
            job = carrier_send.claim(self.config, now=now, lease=self.lease, in_hand=list(self._to_carriers))
            if job is None:
                return
            self._to_carriers[job.webhook.pk] = job
            threading.Thread(target=self._send_to_carrier, args=[job, now], daemon=True).start()

    def _send_to_carrier(self, job: CarrierJob, now: datetime) -> None:
        outcome = Outcome(DeliveryStatus.PENDING, "the sender failed")
        try:
            outcome = carrier_send.send_job(job, self.config, now)
        finally:
            self._finished.put((job, outcome))

    def _mail_people(self) -> None:
        """Mail one notice to one person at a time, in a slot of its own."""
        if not self._mailed.empty():
            mail, outcome = self._mailed.get()
            self._mailing = None
            account_mail.settle(mail, outcome, datetime.now(UTC))
        if self._mailing is None and not self.stopping:
            self._mailing = account_mail.claim(now=datetime.now(UTC))
            if self._mailing:
                threading.Thread(target=self._mail, args=[self._mailing, datetime.now(UTC)], daemon=True).start()

    def _mail(self, mail: AccountMail, now: datetime) -> None:
        outcome = Outcome(DeliveryStatus.PENDING, "the sender failed")
        try:
            outcome = account_mail.send(mail, self.config, now)
        finally:
            self._mailed.put((mail, outcome))

    def _send(self, job: Job, now: datetime) -> None:
        outcome = Outcome(DeliveryStatus.PENDING, "the sender failed")
        try:
            outcome = send_job(job, self.config, now)
        finally:
            self._finished.put((job, outcome))

    def _wait(self, seconds: float) -> None:
        """Wait until a delivery has ended, `seconds` at most."""
        with contextlib.suppress(Empty):
            self._to_settle.append(self._finished.get(timeout=seconds))

    def _settle(self) -> None:
        """Record finished deliveries. If the database is unavailable they stay in the queue."""
        while not self._finished.empty():
            self._to_settle.append(self._finished.get())
        while self._to_settle:
            job, outcome = self._to_settle[0]
            if isinstance(job, CarrierJob):
                _guarded("settling", partial(carrier_send.settle, job, outcome, datetime.now(UTC)))
                self._to_carriers.pop(job.webhook.pk, None)
            else:
                _guarded("settling", partial(settle, job, outcome, datetime.now(UTC)))
                self._in_flight.pop(job.channel.pk, None)
            self._to_settle.popleft()

    def _finish(self) -> None:
        """Wait a few seconds for deliveries in flight.

        The next sender settles the rest: a webhook is sent again, a mail is unsure.
        """
        ends = time.monotonic() + STOP_SECONDS
        with contextlib.suppress(*CONNECTION_ERRORS):
            self._settle()
            while (self._in_flight or self._to_carriers) and time.monotonic() < ends:
                self._wait(0.2)
                self._settle()

    def _stop(self, *_: object) -> None:
        self.stopping = True


def _guarded(what: str, work: Callable[[], object]) -> None:
    """Run a step and log its failure, so that it holds up no other step. Errors of the connection are raised."""
    try:
        work()
    except CONNECTION_ERRORS:
        raise
    except Exception as error:  # noqa: BLE001
        log.error("%s: %s", what, error_place(error))
