"""A person's data restricted in their use: kept, compared with lists, and read by next to nobody (S10, S30, S34)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert, ClearedPair, Event, Suppression
from roadstead.casework.rooms.models import RoomEntry, RoomLink
from roadstead.config import config
from roadstead.cooperation.requests.models import Message as RequestMessage
from roadstead.cooperation.requests.models import Request, RequestFile, RequestLink
from roadstead.engine.reference.rights import RIGHTS, permitted_uses
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Booking, Document, Manifest, Statement, Traveller, Voyage
from roadstead.outbound.responses.models import Response
from roadstead.oversight.retention import restrict, subject_actions
from roadstead.oversight.retention.models import Restriction, SubjectAction
from roadstead.oversight.retention.replay import missing, replay
from roadstead.platform.accounts.models import Organisation, Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.restricted import WouldLoseContent
from roadstead.platform.database.scope import REGION, enter, hidden_ids
from roadstead.targeting.rulebook.stored_facts import past_voyages
from tests.conftest import make_user
from tests.leaks.canaries import CANARY
from tests.leaks.cases import Ask, asks
from tests.leaks.walk import Answer, signed_in, walk, watched
from tests.leaks.world import A, World, of_a, of_a_alone, settle
from tests.oversight.retention.test_subject_requests import NAMESAKE, ask_for
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
WHY = "the person's own copy of the passport was forged, and the court decides"


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


@pytest.fixture
def second(region: None, supervisor_a: User) -> User:
    return make_user("second", Role.SUPERVISOR, state="BRB")


@pytest.fixture
def filed(region: None) -> Voyage:
    """Two on board, of whom one is listed."""
    put_in_force()
    file(paxlst(TOBIAS, NAMESAKE))
    return Voyage.objects.get()


def row(surname: str = TOBIAS.surname) -> Traveller:
    return Traveller.objects.get(surname=surname)


def restricted(by: User, second: User, until: str = "") -> SubjectAction:
    request = ask_for(TOBIAS, by, kind="restrict")
    enter(by.scope)
    subject_actions.ask(request.pk, {row().pk}, "", by=by, now=NOW, until=until)
    done = subject_actions.decide(request.pk, approve=True, by=second, now=NOW)
    enter(REGION)
    return done


def page(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    found = client.get(address).content.decode()
    enter(REGION)
    return found


def test_two_supervisors_restrict_and_nobody_at_a_desk_reads_the_row(
    filed: Voyage, supervisor_a: User, second: User, officer_a: User, analyst: User
) -> None:
    done = restricted(supervisor_a, second)
    assert done.root
    for person in (officer_a, supervisor_a, analyst):
        enter(person.scope)
        assert not Traveller.objects.filter(surname=TOBIAS.surname).exists()
        assert not Document.objects.filter(key=TOBIAS.document).exists()
        assert not Statement.objects.exists()
        assert bytes(Message.objects.get().raw) == b""
        enter(REGION)
        found = page(person, f"/voyages/{filed.pk}?q={TOBIAS.surname}")
        assert "1 traveller is not shown" in found
        assert TOBIAS.given not in found
    assert NAMESAKE.given in page(officer_a, f"/voyages/{filed.pk}")


def test_whoever_watches_over_the_data_reads_it(filed: Voyage, supervisor_a: User, second: User) -> None:
    restricted(supervisor_a, second)
    for role in (Role.AUDITOR, Role.DATA_PROTECTION):
        watcher = make_user(f"watches-{role}", role, state="BRB")
        enter(watcher.scope)
        assert row().given == TOBIAS.given
        assert Alert.objects.get().declared
        enter(REGION)


def test_one_supervisor_alone_restricts_nothing(filed: Voyage, supervisor_a: User) -> None:
    request = ask_for(TOBIAS, supervisor_a, kind="restrict")
    waiting = subject_actions.ask(request.pk, {row().pk}, "", by=supervisor_a, now=NOW)
    assert waiting.is_open
    with pytest.raises(NotAllowed, match="you cannot approve your own proposal"):
        subject_actions.decide(request.pk, approve=True, by=supervisor_a, now=NOW)
    assert not Restriction.objects.exists()


def test_what_cannot_be_restricted_any_more_is_not_in_the_journal(
    filed: Voyage, supervisor_a: User, second: User
) -> None:
    request = ask_for(TOBIAS, supervisor_a, kind="restrict")
    enter(supervisor_a.scope)
    subject_actions.ask(request.pk, {row().pk}, "", by=supervisor_a, now=NOW)
    before = len(missing(config().home))
    with transaction.atomic():
        restrict.begin(SubjectAction.objects.get(), by=second, now=NOW)  # meanwhile, on another request
        with pytest.raises(NotAllowed, match="already restricted"):
            subject_actions.decide(request.pk, approve=True, by=second, now=NOW)
    enter(REGION)
    assert len(missing(config().home)) == before


def test_who_decides_opens_it_with_a_reason_on_the_alerts_page_alone(
    filed: Voyage, supervisor_a: User, second: User, client: Client
) -> None:
    restricted(supervisor_a, second)
    alert = Alert.objects.get()
    client.force_login(supervisor_a)
    before = client.get(f"/alerts/{alert.pk}").content.decode()
    assert TOBIAS.surname not in before
    assert TOBIAS.surname not in client.get("/alerts").content.decode()
    assert client.post(f"/alerts/{alert.pk}/break-glass", {"why": " "}).status_code == 409
    refused = client.post(f"/alerts/{alert.pk}/act", {"act": "clear", "note": "n"})
    assert refused.status_code == 409
    assert client.post(f"/alerts/{alert.pk}/break-glass", {"why": "to compare the papers"}).status_code == 302
    assert TOBIAS.surname in client.get(f"/alerts/{alert.pk}").content.decode()
    assert TOBIAS.surname not in client.get("/alerts").content.decode()
    assert TOBIAS.surname not in client.get(f"/voyages/{filed.pk}").content.decode()
    enter(REGION)
    line = Record.objects.get(action="restricted data opened")
    assert (line.who, line.detail) == (supervisor_a, "to compare the papers")


def test_nobody_opens_what_is_decided(filed: Voyage, supervisor_a: User, second: User, client: Client) -> None:
    restricted(supervisor_a, second)
    alert = Alert.objects.get()
    Alert.objects.update(state="cleared", states=["BRB"])
    client.force_login(supervisor_a)
    assert client.post(f"/alerts/{alert.pk}/break-glass", {"why": "curious"}).status_code == 409


def test_it_is_still_compared_with_lists_and_the_ground_stands_in_the_table(
    region: None, supervisor_a: User, second: User
) -> None:
    file(paxlst(TOBIAS))
    restricted(supervisor_a, second)
    put_in_force()
    file(paxlst(TOBIAS, NAMESAKE))
    alert = Alert.objects.get()
    assert alert.declared["surname"] == TOBIAS.surname
    enter(supervisor_a.scope)
    assert Alert.objects.get().declared == {}
    ground = permitted_uses(RIGHTS.rows(), state="BRB", on=date(2026, 11, 25))["screening"]
    assert "others" in ground.text


def test_rules_do_not_count_it_as_earlier_travel(filed: Voyage, supervisor_a: User, second: User) -> None:
    later = Voyage.objects.create(key="later", mode="air", states=filed.states, arrives_at=NOW + timedelta(days=300))
    Voyage.objects.filter(pk=filed.pk).update(arrives_at=NOW)
    again = Traveller(voyage=later, person_key=row().person_key)
    assert past_voyages(later, [again])[0].voyages
    restricted(supervisor_a, second)
    assert not past_voyages(later, [again])[0].voyages


def test_a_restriction_ends_by_its_day_or_by_a_supervisor_with_a_reason(
    filed: Voyage, supervisor_a: User, second: User
) -> None:
    restricted(supervisor_a, second, until=(NOW + timedelta(days=400)).date().isoformat())
    standing = Restriction.objects.get()
    with pytest.raises(NotAllowed, match="that received the request"):
        restrict.lift(standing.pk, WHY, by=make_user("of-the-region", Role.SUPERVISOR), now=NOW)
    with pytest.raises(NotAllowed, match="write a reason"):
        restrict.lift(standing.pk, " ", by=supervisor_a, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("select roadstead_restricted()")
        assert cursor.fetchone() == ([row().pk],)
    restrict.lift(standing.pk, WHY, by=supervisor_a, now=NOW)
    enter(supervisor_a.scope)
    assert row().given == TOBIAS.given
    enter(REGION)
    Restriction.objects.create(
        traveller=row(),
        voyage=filed,
        owner="BRB",
        at=NOW,
        states=["BRB"],
        until=timezone.now().date() - timedelta(days=2),
    )
    enter(supervisor_a.scope)
    assert row().given == TOBIAS.given


@pytest.mark.parametrize("day", ["31 January", "2020-01-01", "2099-01-01"])
def test_a_last_day_lies_ahead_and_not_too_far(day: str) -> None:
    with pytest.raises(NotAllowed, match="last day"):
        restrict.last_day(day, now=NOW)


def test_what_was_read_blank_is_never_written_back(filed: Voyage, supervisor_a: User, second: User) -> None:
    restricted(supervisor_a, second)
    enter(supervisor_a.scope)
    alert = Alert.objects.get()
    with pytest.raises(WouldLoseContent):
        alert.save()
    alert.save(update_fields=["state"])
    enter(REGION)
    assert Alert.objects.get().declared


def test_after_a_restore_it_is_restricted_again_and_what_was_lifted_is_not(
    filed: Voyage, supervisor_a: User, second: User
) -> None:
    with transaction.atomic():
        restricted(supervisor_a, second)
        transaction.set_rollback(True)  # the database is as it was before; the journal beside it is not
    enter(REGION)
    assert not Restriction.objects.exists()
    assert replay(config().home, now=NOW) is not None
    enter(REGION)
    again = Restriction.objects.get()
    assert (again.traveller, again.owner, again.lifted_at) == (row(), "BRB", None)
    with transaction.atomic():
        restrict.lift(again.pk, WHY, by=supervisor_a, now=NOW)
        transaction.set_rollback(True)
    enter(REGION)
    replay(config().home, now=NOW)
    assert Restriction.objects.get().lifted_at is not None
    enter(supervisor_a.scope)
    assert row().given == TOBIAS.given


# ── every page, with a canary ───────────────────────────────────────────────────────────────

# The addresses whose answers hold values of such a person while nobody restricts them: walked every day. With `--long`
# every address is walked, and one that shows a value and is not here fails.
SHOWING = {
    *("alert", "alert-links", "booking", "brief", "cleared", "cleared-pair", "cleared-pair-act", "desk", "home"),
    *("message", "print-list", "queue", "record-check", "record-outcome", "record-power", "request-hit", "responses"),
    *("search", "similar-alerts"),
    *("suppressed-matches", "traveller-history", "voyage"),
    *("add-request-file", "request", "request-act", "request-export", "request-file", "surrender-pdf"),
    *("add-room-file", "room", "room-act", "room-file"),
}
WORDS: dict[type[Model], tuple[str, ...]] = {
    Traveller: ("surname", "given", "born", "birth_place", "booking", "passenger_reference", "seat", "declared",
                "layers", "quality"),
    Document: ("number", "key"),
    Statement: ("payload",),
    Booking: ("detail", "locator", "system"),
    Manifest: ("problems", "unread", "quality"),
    Message: ("raw",),
    Alert: ("declared", "reasons", "entry_name", "listed"),
    Event: ("note", "reasons_for", "reasons_against"),
    Suppression: ("reasons", "entry_name"),
    ClearedPair: ("entry_name",),
    Response: ("name", "booking", "passenger"),
    Request: ("basis", "purpose"),
    RequestMessage: ("content",),
    RequestFile: ("title", "name"),
    RoomEntry: ("content",),
}  # fmt: skip


OFFICE = f"{A}-BA"  # the organisation of A's officer


def world() -> World:
    """As of the leak walk: a person of state A's, with a canary in every column that tells of them, and a request
    that is linked to their alert.
    """
    enter(REGION)
    found = World()
    voyage = settle(found)
    of_a(found)
    of_a_alone(found, voyage)
    alert = Alert.objects.filter(traveller=found.first("traveller")).first()
    assert alert is not None
    assert RequestLink.objects.filter(kind="alert", organisations=[OFFICE]).update(number=alert.pk)
    link = RoomLink.objects.get(kind="alert", organisations=[OFFICE])
    link.pk, link.number = None, alert.pk  # a link is never changed: another of the same entry
    link.save(force_insert=True)
    return found


def said_of(world: World) -> set[str]:
    """The canaries that stand in words of that person, and nowhere else that is not of them."""
    person = world.first("traveller")
    of_it: dict[type[Model], QuerySet[Any, Any]] = {
        Traveller: Traveller.objects.filter(pk=person),
        Document: Document.objects.filter(traveller=person),
        Statement: Statement.objects.filter(travellers__contains=[person]),
        Booking: Booking.objects.filter(travellers__contains=[person]),
        Manifest: Manifest.objects.filter(travellers=person),
        Message: Message.objects.filter(manifests__travellers=person),
        Alert: Alert.objects.filter(traveller=person),
        Event: Event.objects.filter(alert__traveller=person),
        Suppression: Suppression.objects.filter(traveller=person),
        ClearedPair: ClearedPair.objects.filter(alert__traveller=person),
        Response: Response.objects.filter(traveller=person),
        Request: Request.objects.filter(links__organisations=[OFFICE]),
        RequestMessage: RequestMessage.objects.filter(request__links__organisations=[OFFICE]),
        RequestFile: RequestFile.objects.filter(request__links__organisations=[OFFICE]),
        RoomEntry: RoomEntry.objects.filter(links__organisations=[OFFICE]),
    }
    texts = [str(getattr(each, name)) for table, names in WORDS.items() for each in of_it[table] for name in names]
    return {canary for text in texts for canary in CANARY.findall(text)}


def cast(*, all_of_them: bool) -> dict[str, User]:
    """Those at desks whom it would concern: an officer of state A; with `--long` supervisors of A and of the region."""
    officer = make_user("a-officer", Role.OFFICER, state=A)
    officer.organisation = Organisation.objects.get(pk=OFFICE)
    officer.save(update_fields=["organisation"])
    found = {"A's officer": officer}
    if all_of_them:
        found["the region's supervisor"] = make_user("region-supervisor", Role.SUPERVISOR)
        found["A's supervisor"] = make_user("a-supervisor", Role.SUPERVISOR, state=A)
    return found


Walks = dict[str, dict[Ask, Answer]]  # by person


def wanted(world: World, pages: Collection[str]) -> list[Ask]:
    """The first form of each kind; of what is typed a search and the export."""
    kept = ("as=csv", f"q={world.words[0]}")
    asked = [ask for ask in asks(world, pages) if not ask.is_another and ask.name != "break-glass"]
    return [ask for ask in asked if not ask.is_more or any(each in ask.address for each in kept)]


def met(walks: Walks, canaries: set[str]) -> dict[str, tuple[str, set[str]]]:
    """By person and request the name of the address, and the canaries of the restricted person in its answer."""
    return {
        f"{name}: {ask.words}": (ask.name, seen)
        for name, answers in walks.items()
        for ask, answer in answers.items()
        if (seen := set(answer.found & canaries)) and not ask.address.startswith("/lists/")  # a list names its entries
    }


def wrong(walks: Walks) -> set[str]:
    """The requests at which something went wrong on our side."""
    return {
        f"{name}: {ask.words}"
        for name, answers in walks.items()
        for ask, answer in answers.items()
        if answer.status >= 500
    }


@pytest.mark.long
def test_no_page_search_or_export_shows_a_value_of_whoever_is_restricted(
    region: None, thorough: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each address is asked while the row is free, when the walk has to notice its values, and while it is not; of
    forms, which show what pages show, then only those whose answers held any."""
    there = world()
    people, canaries = cast(all_of_them=thorough), said_of(there)
    person = Traveller.objects.get(pk=there.first("traveller"))
    assert len(canaries) > 10
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    with watched(monkeypatch):
        asked = wanted(there, () if thorough else SHOWING)
        clients = {name: signed_in(each) for name, each in people.items()}
        before = {name: walk(client, asked, there) for name, client in clients.items()}
        free = met(before, canaries)
        Restriction.objects.create(
            traveller=person, voyage_id=person.voyage_id, owner=A, at=timezone.now(), states=person.states
        )
        again = {
            name: [ask for ask in asked if ask.method == "GET" or f"{name}: {ask.words}" in free] for name in people
        }
        now = {name: walk(client, again[name], there, before[name]) for name, client in clients.items()}
    showing = {name for name, _ in free.values()}
    assert showing <= SHOWING, f"add to SHOWING: {sorted(showing - SHOWING)}"
    for address in ("/voyages/", "/alerts", "/messages/", "/requests/"):
        assert any(address in each for each in free), f"the walk does not notice what {address} shows"
    found = met(now, canaries)
    assert not found, f"{len(found)} answers:\n" + "\n".join(
        f"{each}: {sorted(seen)[:4]}" for each, (_, seen) in found.items()
    )
    assert not wrong(now) - wrong(before)


def test_hidden_is_asked_once_for_each_scope(filed: Voyage, supervisor_a: User, second: User) -> None:
    restricted(supervisor_a, second)
    enter(supervisor_a.scope)
    assert len(hidden_ids().travellers) == 1
    assert hidden_ids() is hidden_ids()
