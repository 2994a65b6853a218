"""Who is notified of changes to accounts, and how: at the next sign-in, and by mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.config import config
from roadstead.outbound.notifications.account_mail import send_one
from roadstead.outbound.notifications.send import disseminate
from roadstead.platform.accounts import notifying
from roadstead.platform.accounts.models import AccountNotice, Carrier, Role, User
from roadstead.platform.invitations import inviting, tokens
from tests.conftest import make_user
from tests.platform.accounts.conftest import PASSWORD, password

pytestmark = pytest.mark.django_db


def kinds_of(person: User) -> list[str]:
    return list(AccountNotice.objects.filter(person=person).values_list("kind", flat=True))


def test_the_carrier_and_the_auditor_are_notified_of_a_new_account_and_a_new_token(
    carrier_user: User, auditor: User, officer_a: User
) -> None:
    administrator = make_user("administrator", Role.ADMINISTRATOR)
    carrier = Carrier.objects.get(pk="X9")
    wanted = inviting.Wanted(username="x9.new", name="New Person", role=Role.CARRIER, carrier=carrier)
    inviting.invite(wanted, by=administrator, now=timezone.now())
    tokens.issue(carrier, by=administrator, now=timezone.now())
    assert kinds_of(carrier_user) == ["account", "token"]
    assert kinds_of(auditor) == ["new account", "token"]
    assert kinds_of(officer_a) == []


def test_a_person_whose_account_gets_a_new_link_reads_so_at_the_next_sign_in(
    client: Client, officer: User, supervisor_a: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "off"
    inviting.new_link(officer, by=supervisor_a, now=timezone.now())
    password(client, officer, PASSWORD)
    page = client.get("/arrivals").content.decode()
    assert "A new sign-in link was made for your account officer-a" in page
    client.post("/sign-out")
    password(client, officer, PASSWORD)
    assert "A new sign-in link" not in client.get("/arrivals").content.decode()


def test_a_person_whose_account_gets_a_new_link_is_told_by_mail_once(
    officer: User, supervisor_a: User, tmp_path: Path, region: None
) -> None:
    officer.email = "ada@example.org"
    officer.save()
    inviting.new_link(officer, by=supervisor_a, now=timezone.now())
    settings = replace(config(), smtp_url=f"file://{tmp_path}")
    for _ in range(2):
        disseminate(settings, now=timezone.now())
    (mail,) = (path.read_text() for path in tmp_path.glob("*.eml"))
    assert "To: ada@example.org" in mail
    assert "your account officer-a" in mail.replace("=\n", "").replace("\n", " ")
    assert AccountNotice.objects.get().mailed_at


def test_a_person_without_an_address_is_not_mailed_and_nothing_is_tried_without_a_mail_server(
    officer: User, supervisor_a: User, tmp_path: Path, region: None
) -> None:
    inviting.new_link(officer, by=supervisor_a, now=timezone.now())
    assert send_one(replace(config(), smtp_url=f"file://{tmp_path}"), now=timezone.now()) == 0
    User.objects.filter(pk=officer.pk).update(email="ada@example.org")
    assert send_one(replace(config(), smtp_url=""), now=timezone.now()) == 0
    assert AccountNotice.objects.get().attempts == 0


def test_notices_are_deleted_when_the_policy_of_the_log_says_so(auditor: User) -> None:
    now = timezone.now()
    for age in (10, 366, 400):
        notifying.notify([auditor], "password", now - timedelta(days=age), account="somebody")
    assert notifying.delete_old("12 months", now) == 2
    assert AccountNotice.objects.count() == 1
