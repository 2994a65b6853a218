"""Attacks by one person who holds an account of another: each of them once succeeded."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import new_receipt
from roadstead.platform.accounts.models import Carrier, Role, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.manual_lists import create_list
from roadstead.targeting.watchlists.models import Entry, Nomination
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "quiet-lantern-over-reef", "new_password2": "quiet-lantern-over-reef"}
LINK = re.compile(r'id="link">http://testserver(/invitations/[\w-]+)<')
VICTIM = {
    "kind": "person", "surname": "INNOCENT", "given": "Victor", "born": "1980-01-01", "action": "stop",
    "reason": "Order 1/2026", "evidence": "Registry 1/2026", "why": "asked for",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


def invite(client: Client, **given: str) -> str:
    """The path of the link that the page shows to the inviter."""
    page = client.post("/invitations/new", given).content.decode()
    found = LINK.search(page)
    assert found, page
    return found[1]


def come_in(path: str) -> Client:
    """Whoever holds the link sets a password, and is signed in where the link opens."""
    guest = Client()
    guest.post(path, NEW)
    return guest


def nominated_and_approved(as_ghost: Client, as_supervisor: Client, supervisor: User) -> Nomination | None:
    """The ghost puts somebody forward and the supervisor approves; what stands then, if anything."""
    enter(REGION)
    kept = create_list("By hand", 12, 6, by=supervisor)
    expires = datetime.now(UTC).date() + timedelta(days=90)
    as_ghost.post(f"/lists/{kept.pk}/nominate", {**VICTIM, "act": "forward", "expires": f"{expires}"})
    enter(REGION)
    row = Nomination.objects.filter(watch_list=kept).first()
    if row is not None:
        as_supervisor.post(f"/nominations/{row.pk}/act", {"act": "approve", "why": "compared"})
        enter(REGION)
        row.refresh_from_db()
    return row


def test_an_administrator_alone_cannot_become_a_carriers_user_and_read_a_passenger_list(client: Client) -> None:
    client.force_login(make_user("administrator", Role.ADMINISTRATOR))
    Carrier.objects.create(code="2X", name="2X Line")
    enter(REGION)
    receipt = new_receipt()
    Message.objects.create(
        receipt=receipt,
        carrier="2X",
        channel="api",
        received_at=timezone.now(),
        raw=b"NAD+FL+++MAYNARD:AKEEM'",
        sha256="x",
        size=9,
        status=Status.READ,
        states=["BRB"],
    )
    assert client.get(f"/messages/{receipt}").status_code == 403
    ghost = come_in(invite(client, name="Carl Ghost", username="carl.ghost", role="carrier", carrier="2X"))
    assert b"MAYNARD" not in ghost.get(f"/messages/{receipt}", follow=True).content
    assert not User.objects.get(username="carl.ghost").is_active


def test_an_administrator_alone_cannot_issue_a_token_that_is_taken(client: Client) -> None:
    client.force_login(make_user("administrator", Role.ADMINISTRATOR))
    Carrier.objects.create(code="3X", name="3X Line")
    page = client.post("/people/carriers/3X/token").content.decode()
    found = re.search(r'<code class="rs-mono">([\w-]+)</code>', page)
    assert found
    answer = Client().post(
        "/api/v1/manifests", b"UNB+X'", content_type="text/plain", headers={"Authorization": f"Bearer {found[1]}"}
    )
    assert answer.status_code == 401


def test_a_supervisor_cannot_invite_a_ghost_and_approve_what_it_nominates(client: Client, supervisor_a: User) -> None:
    client.force_login(supervisor_a)
    ghost = come_in(invite(client, name="Gill Ghost", username="gill.ghost", role="officer"))
    row = nominated_and_approved(ghost, client, supervisor_a)
    assert row is None or row.status != Nomination.Status.LIVE
    assert not Entry.objects.exists()


def test_a_supervisor_cannot_take_over_an_officers_account_by_a_new_link(
    client: Client, supervisor_a: User, officer_a: User
) -> None:
    client.force_login(supervisor_a)
    found = LINK.search(client.post(f"/people/{officer_a.pk}/link").content.decode())
    assert found
    ghost = come_in(found[1])
    row = nominated_and_approved(ghost, client, supervisor_a)
    officer_a.refresh_from_db()
    assert not officer_a.check_password(NEW["new_password1"])
    assert row is None or row.status != Nomination.Status.LIVE


def test_a_supervisor_alone_cannot_open_an_account_whose_link_waits_for_a_second_person(
    client: Client, supervisor_a: User
) -> None:
    """An open account is entered by single sign-on with its e-mail address, without the link."""
    client.force_login(supervisor_a)
    invite(client, name="Gill Ghost", username="gill.ghost", role="officer", email="gill@ghost.example")
    ghost = User.objects.get(username="gill.ghost")
    page = client.post(f"/people/{ghost.pk}/switch", follow=True).content.decode()
    ghost.refresh_from_db()
    assert not ghost.is_active
    assert "This account is not open yet" in page
    assert "Reopen account" not in page
    assert "This account is closed" not in page
