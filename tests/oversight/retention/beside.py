"""Run by `test_purge_beside_filings` in two processes at once: one files about a few voyages, the other purges them.

`file ROUNDS`, `purge UNTIL` (a file that ends it); each writes what it met as one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.db import DatabaseError  # noqa: E402

from bench.live import PATIENCE  # noqa: E402
from roadstead.config import config  # noqa: E402
from roadstead.filings.intake import queue  # noqa: E402
from roadstead.filings.intake.models import Message  # noqa: E402
from roadstead.filings.intake.receive import receive  # noqa: E402
from roadstead.oversight.retention.purge import Purge  # noqa: E402
from roadstead.pipeline import process as pipeline  # noqa: E402
from roadstead.pipeline.screening_set import ScreeningSetCache  # noqa: E402
from roadstead.platform.accounts.models import Role, State, User  # noqa: E402
from roadstead.platform.database.scope import REGION, scoped  # noqa: E402
from roadstead.platform.policies.models import PolicyRow  # noqa: E402
from tests.pipeline.test_statements import aboard  # noqa: E402
from tests.samples import paxlst  # noqa: E402

VOYAGES = 4
ABOARD = 30
KEPT = {
    "category": "message", "mode": "*", "valid_from": "2000-01-01", "valid_to": "", "keep": "30 years",
    "mask_after": "30 years", "counts_from": "later", "verified": "no", "mark": "D", "source": "test", "text": "test",
}  # fmt: skip


def prepare() -> None:
    """Messages are kept, so that the purge is about voyages; lists of people go after 96 hours."""
    with scoped(REGION):
        for code in ("BRB", "LCA"):
            State.objects.get_or_create(code=code, defaults={"name": code})
        made = PolicyRow.objects.create(table="retention", state="*", cells=KEPT, proposed_at=datetime.now(UTC))
        made.decided_by = User.objects.create_user("second", role=Role.SUPERVISOR)
        made.decided_at, made.decision = datetime.now(UTC), "approved"
        made.save(update_fields=["decided_by", "decided_at", "decision"])


def file_all(rounds: int) -> Counter[str]:
    met: Counter[str] = Counter()
    live = ScreeningSetCache()
    live.refresh()
    for at in range(rounds):
        flight = f"2X{at % VOYAGES + 1}01"
        sent = f"261125:{12 + at // 60:02}{at % 60:02}"
        raw = paxlst(*aboard(ABOARD, f"R{at}"), flight=flight, sent=sent, reference=str(at + 1))
        with scoped(REGION):
            receive(raw, carrier="2X", channel="api", now=datetime.now(UTC))
        _process(live, met)
    end = time.monotonic() + PATIENCE
    while queue.length() and time.monotonic() < end:  # what was put back to be tried again
        _process(live, met)
        time.sleep(0.1)
    return met


def _process(live: ScreeningSetCache, met: Counter[str]) -> None:
    for job in queue.lease_jobs(lease=30, limit=10):
        for _ in range(5):  # as a worker tries it
            try:
                pipeline.process(job, live=live, now=datetime.now(UTC))
                met["processed"] += 1
                break
            except DatabaseError as error:
                met[f"{type(error).__name__}: {error}"[:200]] += 1


def purge_until(path: Path) -> Counter[str]:
    met: Counter[str] = Counter()
    while not path.exists():
        now = datetime.now(UTC)
        done = Purge(config().home, now + timedelta(days=20), now).run()
        met.update(done.counts)
        met["purges"] += 1
    return met


def left() -> Counter[str]:
    """Return the number of messages by status."""
    with scoped(REGION):
        return Counter(Message.objects.values_list("status", flat=True))


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    acts = {"prepare": prepare, "left": left, "file": file_all, "purge": purge_until}
    kinds = {"file": int, "purge": Path}
    sys.stdout.write(json.dumps(acts[what](*(kinds[what](each) for each in given))))  # type: ignore[operator]
