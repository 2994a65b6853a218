"""Health checks against limits. The result contains only numbers and process names, so that anybody may read it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

from roadstead.config import Config
from roadstead.outbound.notifications.retries import FAILING_TRIES
from roadstead.platform.database.connect import app_url
from roadstead.platform.outbox.models import MAX_ATTEMPTS, EventKind

STATEMENT_MS: Final = 2000
CONNECT_SECONDS: Final = 2  # libpq's smallest
CACHE_SECONDS: Final = 1.0
NEWEST_DELIVERIES: Final = 1000  # deliveries examined for failures
KINDS: Final = {
    "web": "web server",
    "worker": "screening worker",
    "sender": "sender of emails and webhooks",
    "scheduler": "scheduler of periodic jobs",
}
# Processes of these kinds must run. Other kinds are checked once they have been seen.
REQUIRED: Final = ("worker", "sender", "scheduler")

# Waiting messages only: one in work at the first attempt, and those of its voyage behind it, are stuck only if their
# process is. Account notices are left out: they wait on purpose while the mail server is away, and the person reads the
# same at the next sign-in.
MEASURE: Final = f"""
with in_hand as (
  select headers->>'x-pgmq-group' as voyage from pgmq.q_intake where vt > clock_timestamp() and read_ct <= 1
), recent as (
  select status, attempts, next_at from notifications_delivery order by id desc limit {NEWEST_DELIVERIES}
), recent_of_carriers as (
  select carrier, status, attempts, next_at from notifications_carrierdelivery order by id desc
  limit {NEWEST_DELIVERIES}
)
select
  (select extract(epoch from clock_timestamp() - enqueued_at) from pgmq.q_intake
   where (vt <= clock_timestamp() or read_ct > 1)
   and coalesce(headers->>'x-pgmq-group', '') not in (select coalesce(voyage, '-') from in_hand)
   order by msg_id limit 1)::float as queue,
  (select extract(epoch from clock_timestamp() - at) from audit_record where sequence is null
   order by id limit 1)::float as audit,
  (select extract(epoch from clock_timestamp() - next_at) from notifications_delivery
   where status in ('pending', 'sending') and next_at <= clock_timestamp()
   order by next_at limit 1)::float as overdue,
  (select count(*) from recent where next_at > clock_timestamp() - interval '1 hour'
   and (status in ('failed', 'unsure') or status = 'pending' and attempts >= {FAILING_TRIES})) as failing,
  (select count(distinct carrier) from recent_of_carriers where next_at > clock_timestamp() - interval '1 hour'
   and (status = 'failed' or status = 'pending' and attempts >= {FAILING_TRIES})) as failing_carriers,
  (select extract(epoch from clock_timestamp() - min(greatest(due_at, made_at))) from outbox_event
   where attempts < {MAX_ATTEMPTS} and due_at <= clock_timestamp() and kind <> '{EventKind.ACCOUNT_NOTICE}')::float
   as outbox,
  (select count(*) from outbox_event where attempts >= {MAX_ATTEMPTS}) as set_aside,
  (select coalesce(json_agg(json_build_object('kind', kind, 'pid', pid,
     'seen', extract(epoch from clock_timestamp() - seen_at), 'pass', extract(epoch from clock_timestamp() - pass_at))),
     '[]') from health_heartbeat) as processes,
  (select array_agg(name order by name) from jobs_job where failures > 0) as failed_jobs,
  (select extract(epoch from clock_timestamp() - min(next_at)) from jobs_job
   where began_at is null or ended_at >= began_at)::float as late_job,
  (select extract(epoch from clock_timestamp() - min(began_at)) from jobs_job
   where ended_at is null or ended_at < began_at)::float as busy_job
"""  # noqa: S608 constants


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One measurement. `text`: for people; `stood_seconds`: how long it has failed, if that is known."""

    name: str
    value: float | None
    limit: float
    unit: str
    ok: bool
    text: str
    stood_seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the check as /readyz gives it."""
        value = None if self.value is None else round(self.value, 1)
        return {
            "name": self.name,
            "ok": self.ok,
            "value": value,
            "limit": self.limit,
            "unit": self.unit,
            "text": self.text,
        }


def run_checks(config: Config) -> list[Check]:
    """Run all checks on a new connection: a pooled one would hang if the server hangs."""
    try:
        with psycopg.connect(
            app_url(config),
            connect_timeout=CONNECT_SECONDS,
            options=f"-c statement_timeout={STATEMENT_MS}",
            application_name="roadstead readyz",
            row_factory=dict_row,
        ) as own:
            own.execute("select set_config('roadstead.states', '*', true)")
            row = own.execute(MEASURE).fetchone() or {}
    except psycopg.Error as error:
        kind = "does not respond in time" if isinstance(error, psycopg.errors.QueryCanceled) else "cannot be reached"
        text = f"The database {kind} ({type(error).__name__})."
        return [Check(name="database", value=0, limit=1, unit="connections", ok=False, text=text), *_disk(config)]
    return [
        Check(name="database", value=1, limit=1, unit="connections", ok=True, text="The database responds."),
        *judge(row, config),
        *_disk(config),
    ]


def judge(measured: Mapping[str, Any], config: Config) -> list[Check]:
    """Compare the row of `MEASURE` with the limits."""
    return [
        _age("queue", measured["queue"], config.ready_queue_seconds, "The oldest waiting message has waited {}."),
        *_processes(measured["processes"], config),
        _age("audit", measured["audit"], config.ready_audit_seconds, "The oldest unsealed audit line is {} old."),
        _age(
            "deliveries_overdue",
            measured["overdue"],
            config.ready_overdue_seconds,
            "The oldest due email or webhook is {} late.",
        ),
        _failing(measured["failing"], config.ready_failed_deliveries),
        _failing_carriers(measured["failing_carriers"], config.ready_failed_carriers),
        _age(
            "outbox_overdue",
            measured["outbox"],
            config.ready_overdue_seconds,
            "The oldest event waiting for a notification has waited {}.",
        ),
        _set_aside(measured["set_aside"]),
        _jobs(measured["failed_jobs"] or []),
        _age("jobs_late", measured["late_job"], config.ready_overdue_seconds, "A periodic job is {} late."),
        _age("jobs_busy", measured["busy_job"], config.ready_busy_seconds, "A periodic job has been running for {}."),
    ]


def _age(name: str, seconds: float | None, limit: int, sentence: str) -> Check:
    value = max(seconds or 0.0, 0.0)
    text = f"{sentence.format(duration(value))} Limit: {duration(limit)}."
    return Check(name=name, value=value, limit=limit, unit="seconds", ok=value <= limit, text=text, stood_seconds=value)


def _processes(rows: list[dict[str, Any]], config: Config) -> list[Check]:
    """Check the process unseen longest, the one longest in one pass of its loop, and the required ones."""
    checks = [
        _process("heartbeat", "seen", rows, config.ready_heartbeat_seconds, "has sent no heartbeat for"),
        _process("busy", "pass", rows, config.ready_busy_seconds, "has been busy with one task for"),
    ]
    for kind in REQUIRED:
        alive = sum(row["kind"] == kind and row["seen"] <= config.ready_heartbeat_seconds for row in rows)
        text = f"Running processes ({KINDS[kind]}): {alive}. At least 1 must run."
        checks.append(Check(name=f"{kind}s", value=alive, limit=1, unit="processes", ok=alive >= 1, text=text))
    return checks


def _process(name: str, of: str, rows: list[dict[str, Any]], limit: int, words: str) -> Check:
    """Check a process. A web server has no loop, so only its heartbeat is known."""
    rows = [row for row in rows if of == "seen" or row["kind"] != "web"]
    worst = max(rows, key=lambda row: float(row[of]), default=None)
    value = 0.0 if worst is None else max(float(worst[of]), 0.0)
    text = (
        "No process is running."
        if worst is None
        else (
            f"The {KINDS.get(worst['kind'], worst['kind'])} with process id {worst['pid']} {words} {duration(value)}."
        )
    )
    late = [row for row in rows if float(row[of]) > limit]
    more = f" Processes over the limit: {len(late)}." if len(late) > 1 else ""
    return Check(
        name=name,
        value=value,
        limit=limit,
        unit="seconds",
        ok=value <= limit,
        text=f"{text}{more} Limit: {duration(limit)}.",
        stood_seconds=value,
    )


def _failing(count: int, limit: int) -> Check:
    text = f"Failing emails and webhooks in the last hour: {count}. Limit: {limit}."
    return Check(name="deliveries_failing", value=count, limit=limit, unit="deliveries", ok=count <= limit, text=text)


def _failing_carriers(count: int, limit: int) -> Check:
    """Check the number of carriers: one whose own system is down is no fault of ours, many at once may be."""
    text = f"Carriers whose webhooks keep failing, last hour: {count}. Limit: {limit}."
    return Check(name="carriers_failing", value=count, limit=limit, unit="carriers", ok=count <= limit, text=text)


def _set_aside(count: int) -> Check:
    text = f"Events set aside after repeated failures, without a notification: {count}. Limit: 0."
    return Check(name="outbox_set_aside", value=count, limit=0, unit="events", ok=count == 0, text=text)


def _jobs(failed: list[str]) -> Check:
    text = f"Periodic jobs whose last run failed: {', '.join(failed) or 'none'}."
    return Check(name="jobs_failed", value=len(failed), limit=0, unit="jobs", ok=not failed, text=text)


def _disk(config: Config) -> list[Check]:
    """Check free space for our files, and for the database's if we run it."""
    folders = {"disk_home": ("data folder", config.home)}
    if not config.database_url:
        folders["disk_database"] = ("database folder", config.home / "postgres")
    checks = []
    for name, (words, folder) in folders.items():
        try:
            free = shutil.disk_usage(folder if folder.exists() else config.home).free // 10**6
        except OSError as error:
            text = f"The {words} cannot be read ({type(error).__name__})."
            checks.append(Check(name=name, value=None, limit=config.ready_disk_mb, unit="MB", ok=False, text=text))
            continue
        text = f"Free disk space, {words}: {free} MB. At least {config.ready_disk_mb} MB must be free."
        ok = free >= config.ready_disk_mb
        checks.append(Check(name=name, value=free, limit=config.ready_disk_mb, unit="MB", ok=ok, text=text))
    return checks


def duration(seconds: float) -> str:
    """Return seconds as text: 45 s, 12 min, 3 h 20 min."""
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    minutes = whole // 60
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


@dataclass(slots=True)
class CheckCache:
    """Checks cached for `CACHE_SECONDS` in this process; concurrent callers wait for one run."""

    run: Callable[[Config], list[Check]] = run_checks
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _at: float = float("-inf")
    _checks: list[Check] = field(default_factory=list)

    def checks(self, config: Config) -> list[Check]:
        with self._lock:
            if time.monotonic() - self._at >= CACHE_SECONDS:
                self._checks = self.run(config)
                self._at = time.monotonic()
            return self._checks
