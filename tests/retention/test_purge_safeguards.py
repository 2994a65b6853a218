"""What stops a purge: a clock that jumped, a voyage still to come, a run that would take too much at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from roadstead.accounts.models import State
from roadstead.intake.models import Message
from roadstead.manifests.models import Traveller, Voyage
from roadstead.retention.daily import Daily
from roadstead.retention.models import Run
from tests.samples import Person, paxlst
from tests.test_pipeline import ANNA, TOBIAS, file

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONTH_AHEAD = timedelta(days=30)


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    State.objects.create(code="BRB", name="Barbados")


def a_list(*people: Person, departs: datetime, sent: datetime, flight: str = "2X101", reference: str = "1") -> bytes:
    """A list of a flight that takes four hours, sent when the sender's clock said `sent`."""
    raw = paxlst(*people, flight=flight, sent=f"{sent:%y%m%d:%H%M}", reference=reference)
    arrives = departs + timedelta(hours=4)
    return raw.replace(b"2611261000", f"{departs:%y%m%d%H%M}".encode()).replace(
        b"2611261400", f"{arrives:%y%m%d%H%M}".encode()
    )


def look(home: Path, now: datetime) -> None:
    """As a worker that has run for a while does it, whose clock says `now`."""
    Daily(home, looked_at=now - DAY).look(now=now)


def test_a_clock_thirty_days_ahead_purges_nothing_of_a_voyage_still_to_come(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    file(a_list(ANNA, TOBIAS, departs=now + DAY, sent=now), now=now)
    look(tmp_path, now + MONTH_AHEAD)
    assert (Voyage.objects.count(), Traveller.objects.count()) == (1, 2)
    assert bytes(Message.objects.get().raw)
    assert not Run.objects.exists()
    assert not (tmp_path / "deletions").exists()
