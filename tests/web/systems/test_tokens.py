"""Tokens of a state's systems: who makes, confirms and revokes them, and what they never open."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import AccountNotice, Carrier, Organisation, Role, Token, TokenScope, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.systems import act_for, system_of
from roadstead.platform.invitations import system_tokens
from tests.conftest import make_user
from tests.web.systems.national import System, employed, organisation, read, token

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(region: None) -> User:
    return employed("chief", Role.SUPERVISOR, "BRB", "BRB-IMM")


@pytest.fixture
def second(region: None) -> User:
    user = employed("second", Role.SUPERVISOR, "BRB", "BRB-CUS")
    User.objects.filter(pk=user.pk).update(opened_at=timezone.now() - timedelta(days=60))
    return user


def made(client: Client, by: User, **more: object) -> str:
    client.force_login(by)
    form = {"organisation": "BRB-IMM", "name": "Border system", "scopes": ["alerts", "outcomes"], **more}
    page = client.post("/systems", form)
    found = re.search(r'rs-secret">([^<]+)', page.content.decode())
    return found[1] if found else ""


def test_a_token_works_once_a_second_person_has_confirmed_it_and_stops_when_it_is_revoked(
    client: Client, chief: User, second: User
) -> None:
    secret = made(client, chief)
    system = System(Client(), secret)
    assert system.get("/alerts").status_code == 401
    client.force_login(second)
    waiting = Token.objects.get(organisation="BRB-IMM")
    assert "Border system" in client.get("/people").content.decode()
    assert client.post(f"/people/tokens/{waiting.pk}/confirm").status_code == 302
    enter(REGION)
    assert system.get("/alerts").status_code == 200
    assert Token.objects.get().used_on == timezone.now().date()
    client.force_login(chief)
    assert client.post(f"/systems/{waiting.pk}/revoke").status_code == 302
    assert system.get("/alerts").status_code == 401
    enter(REGION)
    done = Record.objects.filter(subject="organisation BRB-IMM").order_by("pk").values_list("action", "user", "detail")
    assert list(done) == [
        ("token issued", "chief", "Border system"),
        ("token confirmed", "second", "Border system"),
        ("token revoked", "chief", "Border system"),
    ]


def test_nobody_confirms_the_token_they_made_nor_one_of_another_state(client: Client, chief: User) -> None:
    made(client, chief)
    waiting = Token.objects.get()
    other = employed("elsewhere", Role.SUPERVISOR, "LCA", "LCA-IMM")
    centre = make_user("centre", Role.SUPERVISOR)
    for by in (chief, other, centre):
        client.force_login(by)
        assert client.post(f"/people/tokens/{waiting.pk}/confirm").status_code == 404


def test_a_supervisor_makes_tokens_of_the_own_organisation_alone(client: Client, chief: User, second: User) -> None:
    assert made(client, second) == ""  # of customs, for immigration
    assert not Token.objects.exists()
    with pytest.raises(FieldRefused):
        system_tokens.issue("BRB-IMM", "x", ["alerts"], by=second, now=timezone.now())
    client.force_login(second)
    Token.issue(organisation("BRB", "BRB-IMM"), "Border system", scopes=[TokenScope.ALERTS])
    assert client.post(f"/systems/{Token.objects.get().pk}/revoke").status_code == 404
    assert "Border system" not in client.get("/systems").content.decode()


def test_an_administrator_maintains_those_of_every_state_and_an_officer_none(client: Client, chief: User) -> None:
    assert made(client, make_user("admin", Role.ADMINISTRATOR))
    client.force_login(employed("officer", Role.OFFICER, "BRB", "BRB-IMM"))
    assert client.get("/systems").status_code == 403


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": " "}, "Name of the system"),
        ({"scopes": []}, "Choose what the system may do."),
        ({"scopes": ["everything"]}, "Choose one of the answers offered"),
        ({"name": "x" * 31}, "31 characters"),
    ],
)
def test_a_wrong_form_says_what_to_do(form: dict[str, object], said: str, client: Client, chief: User) -> None:
    client.force_login(chief)
    page = client.post("/systems", {"organisation": "BRB-IMM", "name": "Border system", "scopes": ["alerts"], **form})
    assert page.status_code == 400
    assert said in page.content.decode()
    assert not Token.objects.exists()


def test_a_new_token_of_the_same_name_replaces_the_earlier_one_once_it_is_confirmed(
    client: Client, chief: User, second: User
) -> None:
    first = token("BRB", "BRB-IMM")
    other = token("BRB", "BRB-IMM", name="Another system")
    made(client, chief)
    assert Token.accepted(first)
    client.force_login(second)
    client.post(f"/people/tokens/{Token.objects.latest('pk').pk}/confirm")
    enter(REGION)
    assert Token.accepted(first) is None
    assert Token.accepted(other)


def test_a_token_is_of_a_carrier_or_of_an_organisation(region: None) -> None:
    carrier = Carrier.objects.create(code="X9", name="X9 Line")
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.create(carrier=carrier, organisation=organisation("BRB", "BRB-IMM"), sha256="1", name="n")
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.create(sha256="2", name="n")


def test_a_token_opens_the_api_of_its_kind_alone(client: Client, region: None) -> None:
    of_state = token("BRB", "BRB-IMM")
    of_carrier = Token.issue(Carrier.objects.create(code="X9", name="X9 Line"), "test")
    assert System(client, of_carrier).get("/alerts").status_code == 401
    answer = client.get("/api/v1/receipts/7K3M9-QX2AH", headers={"Authorization": f"Bearer {of_state}"})
    assert answer.status_code == 401
    assert read(answer)["code"] == "token-not-accepted"


def test_the_state_is_notified_of_a_new_token_and_one_of_an_organisation_that_ended_opens_nothing(
    client: Client, chief: User, second: User
) -> None:
    made(client, chief)
    enter(REGION)
    (notice,) = AccountNotice.objects.filter(kind="system token")
    assert (notice.person, notice.places["system"]) == (second, "Border system")
    secret = token("BRB", "BRB-IMM", name="Another system")
    assert System(client, secret).get("/alerts").status_code == 200
    enter(REGION)
    Organisation.objects.filter(pk="BRB-IMM").update(until=timezone.now().date() - timedelta(days=1))
    assert System(client, secret).get("/alerts").status_code == 401


def test_each_part_of_the_api_is_opened_by_its_own_scope(client: Client, region: None) -> None:
    answer = System(client, token("BRB", "BRB-IMM", TokenScope.CONTAINERS)).get("/alerts")
    assert answer.status_code == 403
    assert read(answer)["code"] == "not-opened"
    assert "Read alerts" in read(answer)["text"]


def test_a_system_is_no_person_and_sees_neither_red_nor_silent_rows(region: None) -> None:
    of = Token.accepted(token("BRB", "BRB-IMM"))
    assert of
    system = system_of(of)
    assert not system.pk
    assert (system.scope.states, system.scope.organisation) == (("BRB",), "BRB-IMM")
    with transaction.atomic():
        enter(system.scope)
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "select current_setting('roadstead.user'), current_setting('roadstead.organisations'),"
                " current_setting('roadstead.people'), current_setting('roadstead.watches')"
            )
            assert cursor.fetchone() == ("-1", "BRB-IMM", "", "")
    enter(REGION)


def test_a_system_acts_only_for_an_officer_of_its_organisation_who_could_sign_in(chief: User, second: User) -> None:
    of = Token.accepted(token("BRB", "BRB-IMM"))
    assert of
    now = timezone.now()
    assert act_for(of, "chief", now=now).through == "Border system"
    employed("counter", Role.AUDITOR, "BRB", "BRB-IMM")
    for name in ("second", "counter", "nobody", ""):
        with pytest.raises(FieldRefused, match="is not the user name"):
            act_for(of, name, now=now)
    User.objects.filter(pk=chief.pk).update(certificate_until=now.date() - timedelta(days=1))
    with pytest.raises(NotAllowed, match="certificate expired"):
        act_for(of, "chief", now=now)
    User.objects.filter(pk=chief.pk).update(certificate_until=None, is_active=False)
    with pytest.raises(NotAllowed, match="closed"):
        act_for(of, "chief", now=now)
