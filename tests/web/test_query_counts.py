"""How many questions a page asks the database: bounded, and no more for many rows than for few."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from roadstead.casework.alerts.models import Alert, AlertPolicy, ClearedPair, Outcome, Suppression
from roadstead.casework.cases.files import put_file
from roadstead.casework.cases.links import put_in
from roadstead.casework.cases.models import Case
from roadstead.casework.cases.officers import join
from roadstead.casework.cases.tasks import NewTask, set_task
from roadstead.casework.vetting.models import VettingApplicant, VettingMatch, VettingSheet
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.voyages.models import Document, Manifest, Traveller, Voyage
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.policies.models import PolicyRow
from roadstead.platform.timeline.attachments import Upload
from roadstead.targeting.watchlists.models import Nomination, WatchList
from tests.casework.happened import happened
from tests.conftest import make_user
from tests.everyday import daily
from tests.web.test_views import NOW, PAGES, Page, World, _world, cast, new_case

__all__ = ["_world"]
MANY, DAILY = 60, 15  # of each; the fewer every day
ALWAYS = 8  # session, user, scope, whose use is restricted, time limit, transaction
MOST = {
    "alert": 27,
    "similar-alerts": 24,
    "list": 24,
    "voyage": 24,
    "message": 20,
    "request": 12,
    "versions": 16,
    "statistics": 20,
    "log-handover": 22,  # what came, is open and is due, of every kind
    "brief": 14,
    "room": 16,
}  # beyond those of any request
ANY_OTHER = 12
LEADS_ELSEWHERE = {"home", "policy-row", "search-results"}
READ = [page for page in PAGES if page.roles and not page.writes and page.name not in LEADS_ELSEWHERE]
OFTEN = [page for at, page in enumerate(READ) if page.name in MOST or at % 4 == 0]  # every day


def many(world: World, number: int) -> None:
    """As the one of the world, more of each: voyages, people, alerts with what happened to them, messages, lists."""
    for at in range(number):
        manifest = listed_voyage(at)
        person = somebody(at, manifest, Voyage.objects.get(key=f"many/{at}"))
        somebody(at, manifest, world.voyage)
        cleared(world, person)
        in_each_case(at, world)
        AlertPolicy.objects.create(
            watch_list_id=world.list, owner="REGION", reason="w", proposed_by=world.user, proposed_at=NOW
        )
        WatchList.objects.create(name=f"Many {at}")
        PolicyRow.objects.create(table="timers", state="*", cells={}, proposed_at=NOW + timedelta(minutes=at))
        log(world.user, "read", f"voyage {at}", states=["BRB"])
        happened(world.alert, "changed")
        vetted(at, world)


def vetted(at: int, world: World) -> None:
    """An applicant more in the sheet, who has applied elsewhere too, with a match; and a sheet more."""
    sheet = VettingSheet.objects.get(pk=world.vetting[0])
    key = hashed_key(f"applicant {at}")
    other = {"states": ["LCA"], "organisations": ["LCA-BA"], "received_at": NOW, "people": 1, "file": b""}
    elsewhere = VettingSheet.objects.create(organisation=sheet.organisation, sha256=f"{at}", **other)
    declared = {"surname": "MANY", "born": "1980-01-01"}
    for of, row in ((sheet, 100 + at), (elsewhere, 2)):
        who = VettingApplicant.objects.create(
            sheet=of, row=row, declared=declared, person_key=key, states=of.states, organisations=of.organisations
        )
    for each in (who, sheet.applicants.get(row=100 + at)):
        VettingMatch.objects.create(applicant=each, kind="name", list_name="l", entry_id="e", score=1, found_at=NOW)


def in_each_case(at: int, world: World) -> None:
    """A link, a file, a task and an officer more, with their events; and one case more beside it."""
    for owner, pk in world.cases.items():
        by = Case.objects.get(pk=pk).lead
        more = make_user(f"more-{owner}-{at}", Role(by.role), state=by.state_id or "")
        put_in(pk, "words", f"person {at}", by=by, now=NOW)
        put_file(pk, Upload(title="t", what="other", name="t", raw=f"{at}".encode()), by=by, now=NOW)
        asked = NewTask(what="t", officer=more.username, day="2026-12-24", clock="12:00", zone="UTC")
        set_task(pk, asked, by=by, now=NOW)
        join(pk, more.username, by=by, now=NOW)
        new_case(world.alert, by)


def listed_voyage(at: int) -> Manifest:
    message = Message.objects.create(
        receipt=new_receipt(),
        carrier="X9",
        channel="api",
        received_at=NOW,
        raw=b"x",
        sha256=f"many {at}",
        size=1,
        status=Status.SET_ASIDE,
        states=["BRB"],
    )
    voyage = Voyage.objects.create(
        key=f"many/{at}",
        mode="air",
        carrier="X9",
        number=f"X9{at}",
        origin="MIA",
        destination="BGI",
        states=["BRB"],
        arrives_at=timezone.now() + timedelta(hours=at),
    )
    return Manifest.objects.create(
        message=message, position=0, voyage=voyage, carrier="X9", type="PAXLST", order="1", states=["BRB"]
    )


def somebody(at: int, manifest: Manifest, voyage: Voyage) -> Traveller:
    """On the voyage, with a document, an alert and what came of it."""
    declared = {"surname": "MANY", "born": "1980-01-01", "documents": [{"number": "T1"}]}
    person = Traveller.objects.create(
        voyage=voyage,
        manifest=manifest,
        role="passenger",
        surname=f"MANY{at}",
        person_key=hashed_key("p"),
        declared=declared,
        states=["BRB"],
    )
    Document.objects.create(traveller=person, manifest=manifest, number="T1", key="T1", states=["BRB"])
    alert = Alert.objects.create(
        voyage=voyage,
        traveller=person,
        kind="name",
        list_name="Test list",
        entry_id="e1",
        action="refer",
        score=at,
        listed={"id": "e1", "list": "Test list"},
        declared=declared,
        person_key=hashed_key("p"),
        states=["BRB"],
    )
    happened(alert, "raised")
    Alert.objects.create(
        voyage=voyage,
        traveller=person,
        kind="rule",
        rule="ticket-bought-late",
        reasons=[{"text": "Ticket bought late"}],
        action="refer",
        score=at,
        declared=declared,
        person_key=hashed_key("p"),
        states=["BRB"],
    )
    Outcome.objects.create(
        alert=alert,
        type="found",
        state="BRB",
        at=NOW,
        recorded_at=NOW,
        states=["BRB"],
        recorded_by=User.objects.get(username="officer-a"),
    )
    return person


def cleared(world: World, person: Traveller) -> None:
    pair = ClearedPair.objects.create(
        identity_key="w",
        person_key=hashed_key("p"),
        list_name="Test list",
        entry_id="e1",
        entry_hash="h",
        alert=world.alert,
        proposed_by=world.user,
        proposed_at=NOW,
        needs_second=False,
        decision="approved",
        states=["BRB"],
    )
    Suppression.objects.create(
        pair=pair,
        voyage=world.voyage,
        traveller=person,
        list_name="Test list",
        entry_id="e1",
        first_at=NOW,
        last_at=NOW,
        states=["BRB"],
    )


def asked(page: Page, world: World, client: Client, person: User) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(world.address(page, person))
    assert response.status_code == 200
    return len(queries)


@pytest.fixture(scope="module")
def counted(
    _world: World, django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config
) -> dict[str, tuple[int, int]]:
    """By page how many questions it asks with few rows, and with many: asked by one who may read it."""
    thorough = pytestconfig.getoption("--long")
    pages = sorted(READ if thorough else OFTEN, key=lambda page: min(page.roles))
    by_role = groupby(pages, key=lambda page: min(page.roles))
    with django_db_blocker.unblock():
        at_the_desk = {role: (cast(role), Client(), list(pages)) for role, pages in by_role}
        for person, client, _ in at_the_desk.values():
            client.force_login(person)

        def ask_all() -> dict[str, int]:
            found: dict[str, int] = {}
            for person, client, pages in at_the_desk.values():
                enter(REGION)
                Nomination.objects.filter(pk=_world.draft).update(proposed_by=person)  # only its writer goes on with it
                found |= {page.name: asked(page, _world, client, person) for page in pages}
            enter(REGION)
            return found

        ask_all()  # names of carriers and the like are kept for a minute
        few = ask_all()
        many(_world, MANY if thorough else DAILY)
        numbers = ask_all()
    return {name: (few[name], numbers[name]) for name in few}


@pytest.mark.parametrize("page", daily(READ, OFTEN), ids=lambda page: page.name)
def test_a_page_asks_a_bounded_number_of_questions_however_many_rows_there_are(
    page: Page, counted: dict[str, tuple[int, int]]
) -> None:
    few, numbers = counted[page.name]
    assert numbers <= min(MOST.get(page.name, ANY_OTHER) + ALWAYS, few + 4)
