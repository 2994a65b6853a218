"""What `up` prints of the voyages: the next to arrive, however many are stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadstead.cli.summary import MAX_ARRIVALS, summary
from roadstead.cooperation.warrants import decide
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Manifest, Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from tests.cooperation.warrants.test_warrants import clerk, drafted, scan, second, states

__all__ = ["clerk", "second", "states"]

NOW = datetime.now(UTC)


def arrive(number: int, hours: int, people: int = 0) -> None:
    arrives = NOW + timedelta(hours=hours)
    voyage = Voyage.objects.create(
        key=f"2X{number}", mode="air", carrier="2X", number=f"2X{number}", arrives_at=arrives
    )
    message = Message.objects.create(
        receipt=f"R{number}", carrier="2X", received_at=NOW, raw=b"", sha256=voyage.key, size=0
    )
    manifest = Manifest.objects.create(message=message, position=0, voyage=voyage, carrier="2X", order="1")
    Traveller.objects.bulk_create(Traveller(voyage=voyage, manifest=manifest, role="passenger") for _ in range(people))


def test_the_next_arrivals_are_printed_with_their_travellers_and_none_that_has_arrived(region: None) -> None:
    arrive(101, -2, people=3)
    arrive(102, 5, people=2)
    arrive(103, 4)
    lines = summary(8000, {"region.analyst": "secret"})
    printed = [name for line in lines for name in ("101", "102", "103") if f" {name} " in line]
    assert printed == ["103", "102"]  # by when they arrive
    assert "Next to arrive: 2 voyages, 2 travellers, 0 possible matches" in lines


def test_it_takes_as_many_queries_for_a_hundred_voyages_as_for_one_and_prints_thirty(region: None) -> None:
    arrive(100, 1)
    with CaptureQueriesContext(connection) as few:
        summary(8000, {"region.analyst": "secret"})
    for number in range(101, 200):
        arrive(number, number)
    with CaptureQueriesContext(connection) as many:
        lines = summary(8000, {"region.analyst": "secret"})
    assert len(many) == len(few)
    assert f"Next to arrive: {MAX_ARRIVALS} voyages, 0 travellers, 0 possible matches" in lines


def test_without_the_demo_region_no_voyage_is_printed(region: None) -> None:
    arrive(100, 1)
    assert not any("Next to arrive" in line or " 100 " in line for line in summary(8000, {}))


def test_the_open_items_of_each_person_are_printed_as_their_first_page_counts_them(second: User, clerk: User) -> None:
    decide.add_signed_file(drafted(clerk).pk, "warrant.png", scan(), by=clerk, now=NOW)
    enter(REGION)
    lines = summary(8000, {"clerk": "secret", "authority": "secret"})
    at = lines.index("Open items by person")
    assert lines[at + 2].split() == ["authority", "Second", "approvals", "1"]
    assert lines[at + 3] == ""
