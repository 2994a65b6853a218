"""Limits of registrations and of what the accounts may file; each says what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.engine.reference.settings import SETTINGS
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.queue import lease_jobs
from roadstead.filings.intake.receive import OverLimit, receive
from roadstead.filings.intake.sandbox import TooLarge, TooMany, receive_test
from roadstead.pipeline.process import process
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Token, User
from roadstead.platform.database.scope import REGION, Scope, enter
from roadstead.platform.registration.models import Registration
from tests.conftest import Approve
from tests.platform.registration.conftest import FORM, register

pytestmark = pytest.mark.django_db

Mails = Callable[[], list[Any]]


def setting(name: str, value: int) -> str:
    return f"*,{name},{value},,,no,D,test,test"


def test_an_address_is_mailed_three_times_a_day_and_the_refusal_is_the_same_for_any_address(
    client: Client, mary: User
) -> None:
    for address in ("nobody@example.org", "mary@example.org"):
        answers = [register(Client(), email=address) for _ in range(4)]
        assert answers[-1].status_code == 429
        assert "We have sent 3 mails to this address in the last 24 hours" in answers[-1].content.decode()
    tagged = Client().post("/register", {**FORM, "email": "Mary+tag@example.org"}, REMOTE_ADDR="192.0.2.7")
    assert tagged.status_code == 429  # read in the same mailbox
    Registration.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert register(Client(), email="nobody@example.org").status_code == 302


def test_a_network_waits_after_ten_registrations_in_an_hour(client: Client) -> None:
    for number in range(10):
        assert register(Client(), email=f"a{number}@example.org").status_code == 302
    refused = register(Client(), email="b@example.org")
    assert refused.status_code == 429
    assert "Wait an hour, then try again" in refused.content.decode()
    assert Client().post("/register", FORM, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_registrations_of_a_day_are_limited_in_all(client: Client, approved: Approve) -> None:
    approved(SETTINGS, setting("registrations_a_day", 1))
    assert register(client).status_code == 302
    refused = register(client, email="other@example.org")
    assert refused.status_code == 429
    assert "Try again tomorrow" in refused.content.decode()


def file(client: Client, text: str) -> Any:
    return client.post("/file", {"text": text})


def test_an_account_files_twenty_lists_a_day_and_the_same_list_is_no_new_one(client: Client, mary: User) -> None:
    for number in range(20):
        assert file(client, f"list {number}").status_code == 302
    assert file(client, "list 3").status_code == 302
    refused = file(client, "one more")
    assert refused.status_code == 429
    assert "You have filed 20 lists in the last 24 hours" in refused.content.decode()
    enter(Scope(carrier=mary.carrier_id or ""))
    assert Message.objects.count() == 20
    tomorrow = timezone.now() + timedelta(hours=25)
    assert receive(b"one more", carrier=mary.carrier_id or "", channel="portal", now=tomorrow, by=mary)


def test_a_list_that_is_too_large_is_refused_and_other_carriers_have_no_such_limit(
    client: Client, mary: User, carrier_user: User
) -> None:
    large = b"x" * 1_000_001
    enter(Scope(carrier=mary.carrier_id or ""))
    with pytest.raises(OverLimit, match="larger than 1000 kB"):
        receive(large, carrier=mary.carrier_id or "", channel="portal", now=timezone.now(), by=mary)
    enter(carrier_user.scope)
    assert receive(large, carrier="X9", channel="portal", now=timezone.now()).message.receipt


def test_the_interface_for_systems_says_the_same(client: Client, mary: User, approved: Approve) -> None:
    approved(SETTINGS, setting("filings_a_day", 1))
    assert mary.carrier
    secret = Token.issue(mary.carrier, "test")
    sent = [
        Client().post(
            "/api/v1/manifests", raw, content_type="text/plain", headers={"Authorization": f"Bearer {secret}"}
        )
        for raw in (b"one", b"two")
    ]
    assert [each.status_code for each in sent] == [202, 429]
    assert sent[1].json()["code"] == "too-many-filings"


def test_test_lists_of_such_an_account_have_the_limits_of_its_lists(mary: User, approved: Approve) -> None:
    approved(SETTINGS, setting("filings_a_day", 1))
    code, now = mary.carrier_id or "", timezone.now()
    enter(Scope(carrier=code))
    with pytest.raises(TooLarge):
        receive_test(b"x" * 1_000_001, carrier=code, channel="api", now=now)
    first, _ = receive_test(b"one", carrier=code, channel="api", now=now)
    assert receive_test(b"one", carrier=code, channel="api", now=now) == (first, True)
    with pytest.raises(TooMany):
        receive_test(b"two", carrier=code, channel="api", now=now)
    enter(Scope(carrier="X9"))
    for text in (b"one", b"two", b"x" * 1_000_001):
        assert receive_test(text, carrier="X9", channel="api", now=now)


SHEET = """Vessel,Registration,From,To,Departure,Arrival,Carrier
{craft},{registration},LCSLU,BBBGI,2026-11-30 08:00,2026-12-01 12:00,{carrier}

Family name,Given name,Date of birth,Nationality,Document number
{people}
"""


def sheet(people: int = 2, carrier: str = "", craft: str = "Sea Grape") -> bytes:
    rows = "\n".join(f"Reader{number},Ann,1980-01-01,GBR,P{number:07}" for number in range(people))
    return SHEET.format(craft=craft, registration="J8-1234", carrier=carrier, people=rows).encode()


def read(raw: bytes, carrier: str) -> Message:
    enter(REGION)
    message = receive(raw, carrier=carrier, channel="portal", now=timezone.now()).message
    for job in lease_jobs(lease=60, limit=10):
        process(job, live=ScreeningSetCache(), now=timezone.now())
    enter(REGION)
    return Message.objects.get(pk=message.pk)


def test_a_list_of_a_yacht_is_read_at_once(mary: User) -> None:
    message = read(sheet(), mary.carrier_id or "")
    assert (message.status, message.reason) == (Status.READ, "")
    assert message.states == ["LCA", "BRB"] or set(message.states) <= {"LCA", "BRB"}


@pytest.mark.parametrize(
    ("raw", "why"),
    [(sheet(people=51), "more than 50 people"), (sheet(carrier="BW"), "names the carrier BW")],
    ids=["people", "carrier"],
)
def test_a_large_list_and_one_that_names_an_airline_wait_for_a_supervisor(mary: User, raw: bytes, why: str) -> None:
    message = read(raw, mary.carrier_id or "")
    assert message.status == Status.SET_ASIDE
    assert why in message.reason


def test_nobody_who_registered_first_keeps_the_real_filer_out(mary: User, carrier_user: User) -> None:
    assert read(sheet(), mary.carrier_id or "").status == Status.READ
    assert read(sheet(people=3), "X9").status == Status.READ
    assert read(sheet(people=4), mary.carrier_id or "").status == Status.READ  # has filed for it
