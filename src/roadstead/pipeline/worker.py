"""Worker process: takes the oldest message of each voyage, processes it, sets aside what cannot be processed."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import psycopg
from django.db import DatabaseError, close_old_connections, connection

from roadstead.config import Config
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.queue import Job, QueueListener, reading_slot, small_first
from roadstead.outbound.notifications.list_read import announce
from roadstead.outbound.responses.refresh_queue import run_due_refreshes
from roadstead.oversight.health.heartbeat import Pulse
from roadstead.pipeline.process import process
from roadstead.pipeline.rescreen import Rescreener
from roadstead.pipeline.sandbox import read_tests
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.pipeline.vetting import screen_sheets
from roadstead.platform.database.connect import app_url
from roadstead.platform.database.outages import is_infrastructure
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.outbox.queue import error_place
from roadstead.targeting.rulebook.counts import add_counts

log = logging.getLogger("roadstead.pipeline.worker")
BATCH = 2  # voyages taken at a time: few, so that other messages do not wait for a long list while a worker is free
Result = TypeVar("Result")
MAX_PAUSE_SECONDS = 60  # seconds, the longest wait before a message is retried after such a fault
# A new message wakes the worker. Polling only finds retries, and messages of a worker that died.
IDLE_SECONDS = 2.0
TESTS = 10  # test lists in a row; one after each batch of real messages
RESCREENED = 20  # voyages in a row before the queue is checked again


@dataclass(slots=True)
class Worker:
    """A worker. Runs until SIGTERM or SIGINT, and finishes the current message first."""

    config: Config
    live: ScreeningSetCache = field(default_factory=ScreeningSetCache)
    stopping: bool = False
    rescreener: Rescreener = field(init=False)
    pulse: Pulse = field(init=False)
    in_hand: dict[int, Job] = field(default_factory=dict)  # taken from the queue, not yet done or given back
    faults: int = 0  # infrastructure faults since the last message that was processed

    def __post_init__(self) -> None:
        self.rescreener = Rescreener(self.config)
        self.pulse = Pulse("worker", self.config)

    def run(self) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        bell = QueueListener(app_url(self.config))
        log.info("ready")
        while not self.stopping:
            self.pulse.beat()
            try:
                if not self.work_once():
                    bell.wait(IDLE_SECONDS)
            except (DatabaseError, psycopg.Error) as error:
                self.faults += 1
                bell = self._reconnected(error)
        self.pulse.stop()

    def _reconnected(self, error: Exception) -> QueueListener:
        """Reconnect to the database with growing pauses. Messages in hand are then given back and not counted."""
        pause = min(0.25 * 2 ** min(self.faults, 6), 10.0)
        while not self.stopping:
            log.warning("cannot reach the database (%s); retrying in %.1f s", type(error).__name__, pause)
            time.sleep(pause)
            connection.close()
            try:
                return QueueListener(app_url(self.config))
            except psycopg.Error as again:
                error, pause = again, min(2 * pause, 10.0)
        raise SystemExit(0)

    def work_once(self) -> int:
        """Process the waiting messages, read test lists, rescreen voyages, vet applicants. Return the number of all."""
        close_old_connections()
        self._give_back_left()
        run_due_refreshes()
        with scoped(REGION):
            self.live.refresh(datetime.now(UTC).date())
            jobs = queue.lease_jobs(lease=self.config.lease, limit=BATCH)
        self.in_hand = {job.id: job for job in jobs}
        for job, size in small_first(jobs):
            if self.stopping:
                self._untouched(job)
                continue
            with reading_slot(job, size, lease=self.config.lease) as mine:
                if mine:
                    self._one(job)
            self.in_hand.pop(job.id, None)
        self._count()
        now = datetime.now(UTC)
        tests = _beside("test lists", lambda: read_tests(limit=1 if jobs else TESTS, now=now))
        rescreened = _beside("rescreen", lambda: self.rescreener.run(self.live, now=now, limit=RESCREENED))
        vetted = _beside("vetting", lambda: screen_sheets(self.live, now=now, limit=1))
        return len(jobs) + (rescreened or 0) + (tests or 0) + (vetted or 0)

    def _count(self) -> None:
        """Add up the results of written rules, in a transaction of its own."""
        if self.live.tally.voyages or self.live.tally.bills:
            with scoped(REGION):
                add_counts(self.live.tally, self.live.current().written_rules, datetime.now(UTC).date())

    def _untouched(self, job: Job) -> None:
        with scoped(REGION):
            queue.release(job, seconds=0, was_only_leased=True)
        self.in_hand.pop(job.id, None)

    def _give_back_left(self) -> None:
        """Give back the messages in hand when the connection was lost, without counting an attempt."""
        for job in list(self.in_hand.values()):
            log.warning("message %s: returned to the queue, not counted as an attempt", job.message)
            self._untouched(job)

    def _one(self, job: Job) -> None:
        if job.attempt > self.config.max_attempts:
            self._set_aside(job, "the worker stopped unexpectedly at every attempt")
            return
        began = time.perf_counter()
        try:
            outcome = process(job, live=self.live, now=datetime.now(UTC))
        except Exception as error:  # noqa: BLE001 any error, since the message must not be lost
            self._failed(job, error)
            return
        self.faults = 0
        if outcome:
            took = 1000 * (time.perf_counter() - began)
            log.info("message %s: %s, %.0f ms", job.message, outcome, took)

    def _failed(self, job: Job, error: Exception) -> None:
        """Retry later; after the last attempt set the message aside with its reason, for an operator."""
        if isinstance(error, DatabaseError):
            connection.close()
        reason = error_place(error)  # never the error's own text, which may quote a traveller
        if is_infrastructure(error):
            self._failed_without_fault(job, reason)
            return
        log.error("message %s: %s, attempt %s of %s", job.message, reason, job.attempt, self.config.max_attempts)
        if job.attempt >= self.config.max_attempts:
            self._set_aside(job, reason)
            return
        with scoped(REGION):
            Message.objects.filter(pk=job.message).update(attempts=job.attempt, reason=reason)
            queue.release(job, seconds=2**job.attempt)

    def _failed_without_fault(self, job: Job, reason: str) -> None:
        """Retry after a growing pause: the machine or the database failed, not the message."""
        self.faults += 1
        pause = min(2 ** min(self.faults, 10), MAX_PAUSE_SECONDS)
        with scoped(REGION):
            queue.release(job, seconds=pause, was_only_leased=True)
        log.error("message %s: %s, not counted as an attempt; retrying in %s s", job.message, reason, pause)

    def _set_aside(self, job: Job, reason: str) -> None:
        with scoped(REGION):
            Message.objects.filter(pk=job.message, status=Status.RECEIVED).update(
                attempts=job.attempt, reason=reason, status=Status.SET_ASIDE
            )
            queue.remove(job)
            announce(Message.objects.defer("raw").get(pk=job.message))

    def _stop(self, *_: object) -> None:
        self.stopping = True


def _beside(what: str, work: Callable[[], Result]) -> Result | None:
    """Run `work`, and log a failure so that messages do not wait. Returns None then. Database errors are raised."""
    try:
        return work()
    except (DatabaseError, psycopg.Error):
        raise
    except Exception as error:  # noqa: BLE001
        log.error("%s: %s", what, error_place(error))
        return None
