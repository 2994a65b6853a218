"""Who is notified of changes to accounts, and how: at the next sign-in, and by mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.config import config
from roadstead.outbound.notifications import account_mail
from roadstead.outbound.notifications.account_mail import send_one
from roadstead.outbound.notifications.models import DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.send import deliver_due
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import AccountNotice, Carrier, Role, User
from roadstead.platform.invitations import invitation_links, tokens
from roadstead.platform.outbox.models import MAX_ATTEMPTS, EventKind, OutboxEvent
from tests.conftest import make_user
from tests.platform.accounts.conftest import PASSWORD, password

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailed(officer: User, region: None) -> User:
    """Somebody with an address, whose notice waits to be mailed."""
    officer.email = "ada@example.org"
    officer.save()
    account_notices.notify_of_new_link(officer, now=timezone.now())
    return officer


def waiting() -> list[OutboxEvent]:
    return list(OutboxEvent.objects.filter(kind=EventKind.ACCOUNT_NOTICE))


def kinds_of(person: User) -> list[str]:
    return list(AccountNotice.objects.filter(person=person).values_list("kind", flat=True))


def test_the_carrier_and_the_auditor_are_notified_of_a_new_account_and_a_new_token(
    carrier_user: User, auditor: User, officer_a: User
) -> None:
    administrator = make_user("administrator", Role.ADMINISTRATOR)
    carrier = Carrier.objects.get(pk="X9")
    wanted = invitation_links.NewAccount(username="x9.new", name="New Person", role=Role.CARRIER, carrier=carrier)
    invitation_links.invite(wanted, by=administrator, now=timezone.now())
    tokens.issue(carrier, by=administrator, now=timezone.now())
    assert kinds_of(carrier_user) == ["account", "token"]
    assert kinds_of(auditor) == ["new account", "token"]
    assert kinds_of(officer_a) == []


def test_a_person_whose_account_gets_a_new_link_reads_so_at_the_next_sign_in(
    client: Client, officer: User, supervisor_a: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "off"
    invitation_links.new_link(officer, by=supervisor_a, now=timezone.now())
    password(client, officer, PASSWORD)
    page = client.get("/arrivals").content.decode()
    assert "A new sign-in link was created for your account officer-a" in page
    client.post("/sign-out")
    password(client, officer, PASSWORD)
    assert "A new sign-in link" not in client.get("/arrivals").content.decode()


def test_a_person_whose_account_gets_a_new_link_is_told_by_mail_once(
    officer: User, supervisor_a: User, tmp_path: Path, region: None
) -> None:
    officer.email = "ada@example.org"
    officer.save()
    invitation_links.new_link(officer, by=supervisor_a, now=timezone.now())
    settings = replace(config(), smtp_url=f"file://{tmp_path}")
    for _ in range(2):
        deliver_due(settings, now=timezone.now())
    (mail,) = (path.read_text() for path in tmp_path.glob("*.eml"))
    assert "To: ada@example.org" in mail
    assert "your account officer-a" in mail.replace("=\n", "").replace("\n", " ")
    assert AccountNotice.objects.get().mailed_at


def test_a_person_without_an_address_is_not_mailed(officer: User, region: None, tmp_path: Path) -> None:
    account_notices.notify_of_new_link(officer, now=timezone.now())
    assert not waiting()
    User.objects.filter(pk=officer.pk).update(email="ada@example.org")
    account_notices.notify_of_new_link(User.objects.get(pk=officer.pk), now=timezone.now())
    User.objects.filter(pk=officer.pk).update(email="")
    assert send_one(replace(config(), smtp_url=f"file://{tmp_path}"), now=timezone.now()) == 0
    assert not waiting()


def test_without_a_mail_server_a_notice_is_read_at_the_next_sign_in_alone(mailed: User) -> None:
    assert send_one(replace(config(), smtp_url=""), now=timezone.now()) == 1
    assert not waiting()
    assert account_notices.take_unseen(mailed, timezone.now())


def test_a_mail_is_tried_again_after_growing_pauses_and_given_up_after_the_last(mailed: User, tmp_path: Path) -> None:
    claimed, now = [], timezone.now()
    while found := account_mail.claim(now=now):
        claimed.append(now)
        account_mail.settle(found, Outcome(DeliveryStatus.PENDING, "SMTP 452"), now)
        now = waiting()[0].due_at if waiting() else now
    pauses = [later - earlier for earlier, later in pairwise(claimed)]
    assert pauses == sorted(pauses)
    assert len(claimed) == MAX_ATTEMPTS
    assert not waiting()


def test_a_mail_server_that_is_away_uses_up_no_attempt_of_a_mail(mailed: User) -> None:
    found = account_mail.claim(now=timezone.now())
    assert found
    account_mail.settle(found, Outcome(DeliveryStatus.PENDING, "away", is_mail_server_failure=True), timezone.now())
    assert [(each.attempts, each.error) for each in waiting()] == [(0, "away")]


def test_two_senders_never_have_the_same_mail_and_one_that_died_is_followed_by_another(mailed: User) -> None:
    now = timezone.now()
    first = account_mail.claim(now=now)
    assert first
    assert account_mail.claim(now=now) is None
    second = account_mail.claim(now=now + account_mail.LEASE)
    assert second
    account_mail.settle(first, Outcome(DeliveryStatus.PENDING, "too late to say"), now)
    assert [each.attempts for each in waiting()] == [2]


def test_notices_are_deleted_when_the_policy_of_the_log_says_so(auditor: User) -> None:
    now = timezone.now()
    for age in (10, 366, 400):
        account_notices.notify([auditor], "password", now - timedelta(days=age), account="somebody")
    assert account_notices.delete_old("12 months", now) == 2
    assert AccountNotice.objects.count() == 1
