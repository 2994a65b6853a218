"""From the form to the account: nothing is opened before the address is confirmed, and nobody learns who has one."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.cli.console import CommandFailed
from roadstead.cli.register import carrier
from roadstead.filings.intake.models import Message
from roadstead.platform.accounts.models import Carrier, Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import NOBODY, REGION, Scope, enter
from roadstead.platform.registration.carrier_codes import PATTERN, is_self_registered, new_code
from roadstead.platform.registration.models import FilerMail, Registration, SelfRegistered
from roadstead.platform.registration.register import SALT
from roadstead.web.common.log_formatter import SECRET
from roadstead.web.templatetags import names
from roadstead.web.templatetags.self_registered import self_registered, self_registered_among
from tests.conftest import make_user
from tests.platform.registration.conftest import ADDRESS, PASSWORD, confirm, link_in, register

pytestmark = pytest.mark.django_db

Mails = Callable[[], list[Any]]


def test_the_sign_in_page_links_to_the_registration_only_where_it_is_switched_on(
    client: Client, settings: Settings
) -> None:
    assert 'href="/register"' in client.get("/sign-in").content.decode()
    settings.SELF_REGISTRATION = False
    assert 'href="/register"' not in client.get("/sign-in").content.decode()
    assert client.get("/register").status_code == register(client).status_code == 404
    assert not Registration.objects.exists()


def test_only_the_confirmed_address_makes_an_account_and_its_carrier(client: Client, mails: Mails) -> None:
    assert register(client).headers["Location"] == "/register/sent"
    assert not User.objects.exists()
    assert not Carrier.objects.exists()
    (mail,) = mails()
    assert mail["To"] == ADDRESS
    assert mail["Subject"] == "Roadstead: confirm your e-mail address"
    link = link_in(mail)
    assert "Mary Read" in client.get(link).content.decode()
    assert not User.objects.exists()  # programs that check mails open links too
    assert confirm(client, link).headers["Location"] == "/"
    user = User.objects.get()
    assert (user.role, user.email, str(user)) == (Role.CARRIER, ADDRESS, "Mary Read")
    assert user.carrier
    assert re.fullmatch(PATTERN, user.carrier.code)
    assert user.username == user.carrier.code.lower()
    assert (SelfRegistered.objects.get().carrier, FilerMail.objects.get().person) == (user.carrier, user)
    assert client.get("/file").status_code == 200  # signed in


def test_a_link_works_once_for_24_hours_and_only_if_we_signed_it(client: Client, mails: Mails) -> None:
    register(client)
    link = link_in(mails()[-1])
    made = Registration.objects.get()
    old = timezone.now() - timedelta(hours=24)
    Registration.objects.update(made_at=old)
    assert client.get(link).status_code == 404
    Registration.objects.update(made_at=timezone.now())
    forged = f"/register/{signing.dumps(made.pk, key='another key', salt=SALT)}"
    assert [client.get(each).status_code for each in (forged, f"/register/{made.pk}")] == [404, 404]
    confirm(client, link)
    said = Client().get(link)
    assert said.status_code == 404
    assert "This link no longer works" in said.content.decode()
    assert User.objects.count() == 1


def test_no_link_works_once_registration_is_switched_off(client: Client, mails: Mails, settings: Settings) -> None:
    register(client)
    link = link_in(mails()[-1])
    settings.SELF_REGISTRATION = False
    assert client.get(link).status_code == 404
    assert confirm(client, link).status_code == 404
    assert not User.objects.exists()


def test_the_page_answers_alike_for_an_address_with_an_account_and_only_the_mail_tells(
    client: Client, mails: Mails
) -> None:
    make_user("officer", Role.OFFICER, state="BRB")
    User.objects.filter(username="officer").update(email="Known@example.org")
    register(client)  # warms caches
    with CaptureQueriesContext(connection) as new:
        fresh = register(Client(), email="unknown@example.org")
    with CaptureQueriesContext(connection) as known:
        taken = register(Client(), email="known@EXAMPLE.org")
    plain = [[re.sub(r"\d+|'[^']*'", "", each["sql"]) for each in run.captured_queries] for run in (new, known)]
    assert plain[0] == plain[1]
    assert (fresh.status_code, fresh.headers["Location"]) == (taken.status_code, taken.headers["Location"])
    assert fresh.content == taken.content
    *_, to_unknown, to_known = mails()
    assert link_in(to_unknown)
    assert to_known["Subject"] == "Roadstead: you have an account already"
    assert "/register/" not in to_known.get_content()


def test_a_closed_account_is_not_opened_by_registering_again(mary: User, mails: Mails) -> None:
    User.objects.update(is_active=False)
    register(Client())
    text = mails()[-1].get_content()
    assert "its account is closed" in text.replace("\n", " ")
    assert "/register/" not in text


def test_a_second_link_of_one_address_opens_no_second_account(client: Client, mails: Mails) -> None:
    register(client)
    first = link_in(mails()[-1])
    register(Client(), name="Somebody else")
    second = link_in(mails()[-1])
    confirm(client, first)
    said = confirm(Client(), second)
    assert said.status_code == 409
    assert "There is an account with this address already" in said.content.decode()
    assert Carrier.objects.count() == User.objects.count() == 1


def test_whoever_registers_an_address_of_somebody_else_does_not_choose_its_password(
    client: Client, mails: Mails
) -> None:
    register(client)
    page = Client().get(link_in(mails()[-1])).content.decode()
    assert "If you did not register, close this page" in page
    assert "new_password1" in page


def test_the_mail_is_in_the_language_that_was_chosen(client: Client, mails: Mails) -> None:
    register(client, language="fr")
    (mail,) = mails()
    assert mail["To"] == ADDRESS
    assert link_in(mail)


def test_the_captain_signs_in_with_the_address_and_wrong_passwords_count_for_the_account(mary: User) -> None:
    told = [
        Client().post("/sign-in", {"login": login, "password": PASSWORD}).get("Location", "")
        for login in (ADDRESS, ADDRESS.upper(), mary.username)
    ]
    assert told == ["/", "/", "/"]
    for login in [ADDRESS, mary.username] * 6:
        refused = Client().post("/sign-in", {"login": login, "password": "wrong"})
    assert "Too many attempts" in refused.content.decode()


def test_a_weak_password_and_a_half_filled_form_are_refused_with_what_to_do(client: Client, mails: Mails) -> None:
    page = client.post("/register", {"name": "", "email": "no address", "language": "en"}).content.decode()
    for said in ("Fill in “Your name", "Write it as name@example.com", "Choose an answer to “What do you file for?”"):
        assert said in page
    register(client)
    page = confirm(client, link_in(mails()[-1]), "short").content.decode()
    assert "12" in page
    assert not User.objects.exists()


def test_somebody_else_may_be_signed_in_with_the_same_browser(
    client: Client, mails: Mails, carrier_user: User, officer_a: User
) -> None:
    for person in (carrier_user, officer_a):
        address = f"{person.username}@example.org"
        client.force_login(person)
        assert register(client, email=address).status_code == 302
        link = link_in(mails()[-1])
        assert "Choose your password" in client.get(link).content.decode()
        assert confirm(client, link).headers["Location"] == "/"
        assert User.objects.get(email=address).carrier_id != person.carrier_id


def test_a_name_with_characters_that_nobody_sees_is_refused(client: Client) -> None:
    page = register(client, name="Mary\u202edaeR").content.decode()
    assert "characters that cannot be seen" in page
    assert not Registration.objects.exists()


def test_the_name_of_a_self_registered_carrier_is_marked_wherever_it_is_shown(mary: User, officer_a: User) -> None:
    names._registered.cache_clear()
    code = mary.carrier_id or ""
    assert names.carrier(code) == "Mary Read (self-registered)"
    assert names.carrier("BW") == "Caribbean Airlines"
    assert self_registered(code).startswith("address confirmed on ")
    assert self_registered("BW") == ""
    assert self_registered(new_code()) == "account deleted since"
    assert [each for each, _ in self_registered_among(["BW", code, code])] == [code]


def test_a_code_of_a_self_registered_carrier_is_no_other_carriers(db: None) -> None:
    codes = {new_code() for _ in range(1000)}
    assert all(re.fullmatch(PATTERN, code) and is_self_registered(code) for code in codes)
    assert not any(is_self_registered(code) for code in ("BW", "BWA", "CMDU", "SCX", "SC", "X9"))
    enter(REGION)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfRegistered.objects.create(
            carrier=Carrier.objects.create(code="BW", name="Ours"), kind="yacht", confirmed_at=timezone.now()
        )


def test_the_command_line_makes_no_carrier_with_such_a_code(db: None) -> None:
    with pytest.raises(CommandFailed, match="registered themselves"):
        carrier(Namespace(code=new_code(), name="Ours"))
    assert not Carrier.objects.exists()


def test_nobody_of_a_state_or_a_carrier_reads_a_registration_and_no_carrier_another_ones(
    mary: User, carrier_user: User, officer_a: User
) -> None:
    enter(officer_a.scope)
    assert not Registration.objects.exists()
    assert SelfRegistered.objects.count() == 1  # officers see who has filed
    assert not FilerMail.objects.exists()
    enter(carrier_user.scope)
    assert not Registration.objects.exists()
    assert not SelfRegistered.objects.exists()
    assert not FilerMail.objects.exists()
    enter(mary.scope)
    assert SelfRegistered.objects.count() == FilerMail.objects.count() == 1
    assert not SelfRegistered.objects.update(kind="agent")
    enter(NOBODY)
    assert Registration.objects.count() == 1


def test_a_captain_sees_nothing_of_another_captain(mary: User, client: Client) -> None:
    other = Carrier.objects.create(code=new_code(), name="Anne Bonny")
    enter(REGION)
    theirs = Message.objects.create(
        receipt="7K3M9-QX2AH", carrier=other.code, channel="portal", received_at=timezone.now(), raw=b"x", sha256="x",
        size=1,
    )  # fmt: skip
    enter(Scope(carrier=mary.carrier_id or ""))
    assert client.get(f"/messages/{theirs.receipt}").status_code == 404
    assert "Anne" not in client.get("/messages").content.decode()


def test_the_audit_names_neither_the_address_nor_the_person(mary: User) -> None:
    enter(REGION)
    lines = list(Record.objects.order_by("id"))
    assert {"registered", "address confirmed", "signed in"} <= {line.action for line in lines}
    assert not [line for line in lines if "example" in str(vars(line)) or "Mary" in str(vars(line))]


def test_the_secret_of_a_link_is_masked_in_logs() -> None:
    assert SECRET.sub("[secret]", "GET /register/MTc:1tX:abc-_9 404") == "GET /register/[secret] 404"
    assert SECRET.sub("[secret]", "GET /register/sent 200") == "GET /register/sent 200"
