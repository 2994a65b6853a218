"""Scheduler: a process that runs periodic jobs, each in a thread, so that a long job does not delay others."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Final

from django.db import close_old_connections, connection
from django.db.models.functions import Now

from roadstead.config import Config
from roadstead.platform.database.outages import run_repeatedly
from roadstead.platform.jobs.models import Job
from roadstead.platform.jobs.run import PeriodicJob, register, run_due
from roadstead.platform.outbox.queue import error_place

log = logging.getLogger("roadstead.platform.jobs")
STOP_SECONDS: Final = 8.0  # less than database.supervise.GRACE_SECONDS


class Scheduler:
    """Scheduler that runs until SIGTERM or SIGINT. Several may run at once: each job is run by one of them."""

    def __init__(self, config: Config, jobs: Sequence[PeriodicJob], *, beat: Callable[[], None]) -> None:
        self.config, self.jobs, self.beat = config, {job.name: job for job in jobs}, beat
        self.stopping = False
        self._running: set[str] = set()
        self._to_do: SimpleQueue[PeriodicJob] = SimpleQueue()
        self._idle = threading.Semaphore(0)  # threads that wait for a job

    def run(self) -> None:
        """Run jobs until stopped. Running jobs then have a few seconds to end; one that is cut off runs again later."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        register(list(self.jobs.values()))
        log.info("ready")
        run_repeatedly(self.dispatch_due, heartbeat=self.beat, is_stopping=lambda: self.stopping)
        ends = time.monotonic() + STOP_SECONDS
        while self._running and time.monotonic() < ends:
            time.sleep(0.1)

    def dispatch_due(self) -> None:
        """Give each job that is due to a thread."""
        for name in Job.objects.filter(next_at__lte=Now()).values_list("name", flat=True):
            if name in self.jobs and name not in self._running:
                self._running.add(name)
                self._to_do.put(self.jobs[name])
                if not self._idle.acquire(blocking=False):
                    threading.Thread(target=self._work, name="jobs", daemon=True).start()

    def _work(self) -> None:
        """Run one job after the other, over a persistent connection."""
        while True:
            job = self._to_do.get()
            try:
                close_old_connections()
                run_due(job, self.config)
            except Exception as error:  # noqa: BLE001 the thread must outlive the database
                log.warning("job %s did not finish: %s", job.name, error_place(error))
                connection.close()
            self._running.discard(job.name)
            self._idle.release()

    def _stop(self, *_: object) -> None:
        self.stopping = True
