"""What a message costs the database: as many statements for three thousand travellers as for ten."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadstead.filings.intake import queue
from roadstead.filings.intake.receive import receive
from roadstead.filings.voyages.declared import as_declared, stated_manifest
from roadstead.filings.voyages.models import Document, Statement, Traveller
from roadstead.pipeline import process as pipeline
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import State
from roadstead.platform.database import rows
from roadstead.platform.database.scope import REGION, enter
from tests.pipeline.test_pipeline import NOW, put_in_force
from tests.samples import Person, paxlst

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def aboard(number: int, first: str) -> list[Person]:
    return [Person(surname=f"{first}ABLE{at}", given="ADA", document=f"{first}{at:07}") for at in range(number)]


def statements(raw: bytes, live: ScreeningSetCache) -> list[str]:
    """Those that it takes to process the message, once it is received."""
    receive(raw, carrier="2X", channel="api", now=NOW)
    (job,) = queue.lease_jobs(lease=30, limit=1)
    with CaptureQueriesContext(connection) as asked:
        pipeline.process(job, live=live, now=NOW)
    enter(REGION)
    return [each["sql"] for each in asked]


@pytest.fixture
def live() -> ScreeningSetCache:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)
    put_in_force()
    live = ScreeningSetCache()
    live.refresh()
    return live


def test_a_list_of_three_thousand_takes_as_many_statements_as_one_of_ten(live: ScreeningSetCache) -> None:
    counts = {
        number: len(statements(paxlst(*aboard(number, f"Q{number}"), flight=f"2X{number}"), live))
        for number in (10, 3000)
    }
    assert Traveller.objects.count() == Document.objects.count()
    assert counts[10] == counts[3000] < 60
    assert rows.BATCH_SIZE >= 3000


def test_travellers_are_read_once_and_written_once_with_their_quality(live: ScreeningSetCache) -> None:
    asked = statements(paxlst(*aboard(10, "Q")), live)
    assert sum('FROM "voyages_traveller"' in each for each in asked) == 1
    assert not [each for each in asked if "update voyages_traveller" in each.lower().replace('"', "")]
    assert not Traveller.objects.filter(quality={}).exists()


def test_what_says_nothing_is_not_stored_and_is_read_back_as_it_was(live: ScreeningSetCache) -> None:
    statements(paxlst(*aboard(1, "Q")), live)
    (row,) = Traveller.objects.all()
    (said,) = stated_manifest(Statement.objects.get()).travellers
    assert as_declared(row) == said
    assert not {"contact", "address", "employment"} & set(row.declared)
    assert said.contact == ()
