"""Closing and deletion of accounts that registered themselves, and deletion of registrations."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.config import config
from roadstead.filings.intake.models import Message
from roadstead.outbound.notifications.models import CarrierDelivery, CarrierWebhook
from roadstead.oversight.retention.daily import mask_and_delete_due
from roadstead.platform.accounts.models import Role, Token, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import NOBODY, REGION, enter
from roadstead.platform.registration.deletion import delete_registrations, delete_unused_accounts
from roadstead.platform.registration.models import FilerMail, Registration, SelfRegistered
from tests.conftest import make_user
from tests.platform.registration.conftest import ADDRESS, PASSWORD, register

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=366)


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(make_user("administrator", Role.ADMINISTRATOR))
    return client


def test_registrations_are_deleted_after_24_hours_confirmed_or_not(client: Client, mary: User) -> None:
    register(Client(), email="nobody@example.org")
    enter(REGION)
    now = timezone.now()
    assert delete_registrations("24 hours", now + timedelta(hours=23)) == 0
    assert delete_registrations("24 hours", now + timedelta(hours=24)) == 2
    assert not Registration.objects.exists()
    assert User.objects.get(pk=mary.pk).email == ADDRESS


def test_an_account_is_deleted_a_year_after_its_last_use_and_its_number_stays_for_the_audit(mary: User) -> None:
    enter(REGION)
    now = timezone.now()
    assert delete_unused_accounts("12 months", now + timedelta(days=300)) == 0
    assert mary.carrier
    Token.issue(mary.carrier, "test")
    Token.objects.update(used_on=(now + timedelta(days=300)).date())
    assert delete_unused_accounts("12 months", now + YEAR) == 0  # its system has filed
    Token.objects.update(used_on=None)
    assert delete_unused_accounts("12 months", now + YEAR) == 1
    user = User.objects.select_related("carrier").get(pk=mary.pk)
    assert (str(user), user.email, user.is_active, user.has_usable_password()) == (user.username, "", False, False)
    assert user.carrier
    assert user.carrier.name == user.carrier.code
    for table in (SelfRegistered, FilerMail, Token):
        assert not table._base_manager.exists()
    assert Record.objects.filter(action="account deleted", subject=f"user {user.pk}").exists()
    assert delete_unused_accounts("12 months", now + YEAR) == 0


def test_the_daily_job_deletes_both(client: Client, mary: User) -> None:
    Registration.objects.update(made_at=timezone.now() - timedelta(hours=25))
    long_ago = timezone.now() - YEAR
    User.objects.filter(pk=mary.pk).update(last_login=long_ago, opened_at=long_ago)
    enter(REGION)
    mask_and_delete_due(config().home, now=timezone.now())
    enter(REGION)
    assert not Registration.objects.exists()
    assert User.objects.get(pk=mary.pk).email == ""


def test_an_administrator_closes_an_account_with_a_reason_and_opens_it_again(
    administrator: Client, client: Client, mary: User
) -> None:
    page = f"/people/self-registered/{mary.pk}"
    assert "Fill in “Reason”." in administrator.post(page, {"reason": " "}).content.decode()
    assert mary.carrier
    secret = Token.issue(mary.carrier, "test")
    assert administrator.post(page, {"reason": "False lists"}).status_code == 302
    shown = administrator.get(page).content.decode()
    assert "False lists" in shown
    assert client.get("/file").headers["Location"].startswith("/sign-in")
    assert Token.carrier_of(secret) is None
    assert Client().post("/sign-in", {"login": ADDRESS, "password": PASSWORD}).status_code == 200
    administrator.post(page, {})
    assert Client().post("/sign-in", {"login": ADDRESS, "password": PASSWORD}).status_code == 302
    enter(NOBODY)
    assert SelfRegistered.objects.get().closed_at is None


def test_the_list_is_filtered_sorted_and_saved_and_the_page_of_people_leaves_them_out(
    administrator: Client, mary: User
) -> None:
    for query, found in {"": True, "?q=mary": True, "?q=nobody": False, "?kind=agent": False, "?state=open": True,
                         "?sort=-confirmed": True}.items():  # fmt: skip
        assert (ADDRESS in administrator.get(f"/people/self-registered{query}").content.decode()) is found, query
    filtered = administrator.post("/people/self-registered", {"q": ADDRESS, "kind": "yacht"})
    assert "?kind=yacht&words=" in filtered.headers["Location"]
    saved = b"".join(administrator.get("/people/self-registered?as=csv")).decode()
    assert ADDRESS in saved
    people = administrator.get("/people").content.decode()
    assert "Mary Read" not in people
    assert "/people/self-registered" in people
    assert "Mary Read" not in administrator.get("/invitations/new").content.decode()


def test_the_account_cannot_be_closed_without_a_reason_elsewhere(administrator: Client, mary: User) -> None:
    answer = administrator.post(f"/people/{mary.pk}/switch")
    assert answer.headers["Location"] == f"/people/self-registered/{mary.pk}"
    assert User.objects.get(pk=mary.pk).is_active


def test_a_closed_account_is_told_nothing_more_and_an_erased_one_leaves_no_address(
    administrator: Client, mary: User, tmp_path: Path
) -> None:
    code, now = mary.carrier_id or "", timezone.now()
    enter(REGION)
    hook = CarrierWebhook.objects.create(carrier=code, target="https://mary.example/x", made_at=now)
    other = CarrierWebhook.objects.create(carrier="X9", target="https://x9.example/x", made_at=now)
    message = Message.objects.create(
        receipt="R1", carrier=code, channel="api", received_at=now, raw=b"x", sha256="x", size=1
    )
    CarrierDelivery.objects.create(webhook=hook, message=message, carrier=code, event="receipt")
    administrator.post(f"/people/self-registered/{mary.pk}", {"reason": "False lists"})
    enter(REGION)
    assert not CarrierDelivery.objects.exists()
    assert dict(CarrierWebhook.objects.values_list("carrier", "active")) == {code: False, "X9": True}
    long_ago = now - timedelta(days=400)
    User.objects.filter(pk=mary.pk).update(opened_at=long_ago, last_login=long_ago)
    mask_and_delete_due(tmp_path, now=now)
    enter(REGION)
    assert list(CarrierWebhook.objects.all()) == [other]


def test_only_administrators_see_the_accounts(mary: User, client: Client, supervisor: User) -> None:
    for person in (mary, supervisor):
        client.force_login(person)
        assert client.get("/people/self-registered").status_code == 403
