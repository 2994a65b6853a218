"""Confirmation of a filing: what it shows to whom, the code on it, and the page of paper."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.config import config
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.queue import lease_jobs
from roadstead.filings.intake.receive import ALPHABET, check_character, receive
from roadstead.pipeline.process import process
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common.qr import as_svg, matrix
from tests.casework.cases.pdf_text import pages_of, text_of
from tests.conftest import make_user

pytestmark = pytest.mark.django_db

SHEET = """Vessel,Registration,From,To,Departure,Arrival
Sea Grape,J8-1234,LCSLU,BBBGI,{departs},{arrives}

Family name,Given name,Date of birth,Sex,Nationality,Document type,Document number,Document issuer,Document expires
{people}
"""
ROW = "{family},Ann,1980-01-01,F,GBR,P,12345{number:04},GBR,2031-01-01"
FAMILIES = ["Bonny", "Núñez", "Łukasz-Öçè", "O'Brien", "de la Cruz", "Ñandú", "Šimůnek", "Yılmaz", "Ængus", "Dürr"]


@pytest.fixture(autouse=True)
def without_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


def filed(people: int = 2, *, ahead: timedelta = timedelta(days=1), by: User | None = None) -> Message:
    """A list of the carrier X9, read."""
    now = timezone.now()
    for state in ("BRB", "LCA"):
        State.objects.get_or_create(code=state, defaults={"name": state})
    rows = [ROW.format(family=FAMILIES[at % 10], number=at) for at in range(people)]
    departs, arrives = (f"{now + ahead - back:%Y-%m-%d %H:%M}" for back in (timedelta(hours=9), timedelta()))
    raw = SHEET.format(departs=departs, arrives=arrives, people="\n".join(rows)).encode()
    enter(REGION)
    message = receive(raw, carrier="X9", channel="portal", now=now, by=by, filename="list.csv").message
    for job in lease_jobs(lease=60, limit=10):
        process(job, live=ScreeningSetCache(), now=now)
    enter(REGION)
    return Message.objects.get(pk=message.pk)


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_filer_reads_number_voyage_times_people_and_names(client: Client, carrier_user: User) -> None:
    message = filed(by=carrier_user)
    shown = page(client, carrier_user, f"/confirmations/{message.receipt}")
    for word in (message.receipt, "Sea Grape", "J8-1234", "Bridgetown", "Barbados", "AST", "UTC", "Bonny", "Núñez",
                 "Valid until", "2 people", "Read and screened"):  # fmt: skip
        assert word in shown, word
    assert f"/confirmations/{message.receipt}" in page(client, carrier_user, f"/messages/{message.receipt}")


def test_officers_of_the_states_concerned_read_the_number_of_people_and_no_names(
    client: Client, carrier_user: User, officer_a: User, officer_b: User
) -> None:
    message = filed()
    for officer in (officer_a, officer_b):
        shown = page(client, officer, f"/confirmations/{message.receipt}")
        assert "2 people" in shown
        assert "Bonny" not in shown
    stranger, elsewhere = make_user("y8", Role.CARRIER, carrier="Y8"), make_user("grd", Role.OFFICER, state="GRD")
    for person in (stranger, elsewhere):
        client.force_login(person)
        for address in (f"/confirmations/{message.receipt}", f"/confirmations/{message.receipt}/pdf"):
            assert client.get(address).status_code == 404
    enter(REGION)
    assert Record.objects.filter(action="read", subject=f"receipt {message.receipt}").count() == 2


def test_a_confirmation_is_valid_for_two_days_after_the_declared_arrival(client: Client, carrier_user: User) -> None:
    fresh, old = filed(), filed(3, ahead=timedelta(days=-3))
    assert "No longer valid" not in page(client, carrier_user, f"/confirmations/{fresh.receipt}")
    assert "No longer valid" in page(client, carrier_user, f"/confirmations/{old.receipt}")


def test_the_pdf_has_one_page_for_ten_people_in_every_language_with_all_letters(
    client: Client, carrier_user: User
) -> None:
    message = filed(10, by=carrier_user)
    client.force_login(carrier_user)
    for language in ("en", "es", "fr", "nl"):
        client.cookies["language"] = language
        answer = client.get(f"/confirmations/{message.receipt}/pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert pages_of(answer.content) == 1
        text = text_of(answer.content)
        for word in (message.receipt, "Sea Grape", *FAMILIES):
            assert word in text, (language, word)
        assert "‹" not in text


def test_a_long_list_goes_on_over_pages(client: Client, carrier_user: User) -> None:
    message = filed(80, by=carrier_user)
    client.force_login(carrier_user)
    raw = client.get(f"/confirmations/{message.receipt}/pdf").content
    assert 2 <= pages_of(raw) <= 4
    assert "80." in text_of(raw)


def test_the_code_in_the_picture_is_the_address_of_the_counter(client: Client, carrier_user: User) -> None:
    message = filed(by=carrier_user)
    shown = page(client, carrier_user, f"/confirmations/{message.receipt}")
    address = f"{config().url}/counter?code={message.receipt}"
    drawn = re.search(r'<path fill="#000" d="([^"]+)"', shown)
    assert drawn
    assert drawn[1] in as_svg(address, "x")
    rows = matrix(address)
    assert len(rows) == len(rows[0])
    assert not any(black for row in rows[:4] for black in row)  # the quiet zone


def test_a_check_character_finds_every_single_wrong_character() -> None:
    body = "7K3M9QX2A"
    own = check_character(body)
    for at in range(len(body)):
        for sign in ALPHABET:
            other = body[:at] + sign + body[at + 1 :]
            if other != body and (ALPHABET.index(sign) - ALPHABET.index(body[at])) % 31:
                assert check_character(other) != own
