"""At the counter: a code opens the voyage where it concerns the state, and nothing anywhere else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from roadstead.filings.intake.receive import check_character, new_receipt
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user
from tests.web.carriers.test_confirmation import filed

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'csrfmiddlewaretoken" value="[^"]+')


@pytest.fixture(autouse=True)
def without_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


@pytest.fixture
def desk(client: Client, officer_a: User) -> Client:
    client.force_login(officer_a)
    return client


@pytest.mark.parametrize(
    "typed",
    [
        "{0}",
        " {1} ",
        "https://apcs.example/counter?code={0}",
        "http://localhost:8000/counter?x=1&code={0}#top",
    ],
    ids=["as printed", "small letters without a dash", "as a scanner types it", "with more in the address"],
)
def test_a_code_opens_the_voyage_with_its_filing(desk: Client, typed: str) -> None:
    receipt = filed().receipt
    answer = desk.get("/counter", {"code": typed.format(receipt, receipt.lower().replace("-", ""))}, follow=True)
    shown = answer.content.decode()
    assert answer.redirect_chain[0][0].endswith(f"?receipt={receipt}")
    for word in ("Filing shown at the counter", receipt, "BONNY", "Print the list", "Nothing is missing"):
        assert word.lower() in shown.lower(), word
    enter(REGION)
    assert Record.objects.filter(action="read", subject__startswith="voyage").count() == 1


def test_a_wrong_check_character_is_said_before_the_database_is_asked(desk: Client) -> None:
    receipt = new_receipt()
    other = "0" if receipt[-1] != "0" else "1"
    desk.get("/counter")
    with CaptureQueriesContext(connection) as plain:
        desk.get("/counter")
    with CaptureQueriesContext(connection) as asked:
        shown = desk.get("/counter", {"code": receipt[:-1] + other}).content.decode()
    assert "its last character does not fit" in shown
    assert f'value="{receipt[:-1]}{other}"' in shown
    assert len(asked) == len(plain)


def test_what_is_no_code_at_all_is_said_with_an_example(desk: Client) -> None:
    for typed in ("", "hello", "12345"):
        shown = desk.get("/counter", {"code": typed}).content.decode()
        assert "7K3M9-QX2AH" in shown
        assert "There is a problem" in shown


def test_a_code_of_another_state_is_answered_as_one_that_does_not_exist(client: Client) -> None:
    receipt, unknown = filed().receipt, new_receipt()
    client.force_login(make_user("grd.officer", Role.OFFICER, state="GRD"))
    answers = []
    for code in (receipt, unknown):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/counter", {"code": code})
        text = TOKEN.sub("", answer.content.decode().replace(code, "CODE"))
        answers.append((answer.status_code, text, len(asked)))
    assert answers[0] == answers[1]
    assert "No list with this code concerns your state" in answers[0][1]


def test_the_receipt_of_another_voyage_shows_no_filing_on_a_voyages_page(desk: Client) -> None:
    first, second = filed(), filed(3, ahead=timedelta(days=20))
    page = desk.get("/counter", {"code": first.receipt}).headers["Location"]
    for receipt in (second.receipt, "nonsense", ""):
        shown = desk.get(page.partition("?")[0], {"receipt": receipt}).content.decode()
        assert "Filing shown at the counter" not in shown


def test_a_replaced_and_an_expired_confirmation_are_said_to_be_so(desk: Client) -> None:
    first, second = filed(2), filed(3)
    shown = desk.get("/counter", {"code": first.receipt}, follow=True).content.decode()
    assert f"The filer has sent a newer list or a change: {second.receipt}." in shown
    old = filed(4, ahead=timedelta(days=-5))
    shown = desk.get("/counter", {"code": old.receipt}, follow=True).content.decode()
    assert "The confirmation was valid until" in shown


def test_the_list_is_printed_on_one_page_with_everything_an_officer_would_type(desk: Client) -> None:
    receipt = filed(10).receipt
    page = desk.get("/counter", {"code": receipt}).headers["Location"].partition("?")[0]
    shown = desk.get(f"{page}/print").content.decode()
    for word in ("10 people", "1980-01-01", "United Kingdom", "123450009", "2031-01-01", "Printed", "officer-a"):
        assert word in shown, word
    enter(REGION)
    assert Record.objects.filter(detail="list to print").count() == 1


def test_only_officers_use_the_counter_and_only_for_their_state(client: Client, carrier_user: User) -> None:
    receipt = filed().receipt
    client.force_login(carrier_user)
    assert client.get("/counter", {"code": receipt}).status_code == 403
    assert Client().get("/counter", {"code": receipt}).headers["Location"].startswith("/sign-in?next=/counter%3Fcode")
    officer = make_user("brb.other", Role.OFFICER, state="BRB")
    client.force_login(officer)
    page = client.get("/counter", {"code": receipt}).headers["Location"].partition("?")[0]
    client.force_login(make_user("grd.officer", Role.OFFICER, state="GRD"))
    assert client.get(f"{page}/print").status_code == 404


def test_the_check_character_is_the_one_that_receipts_have() -> None:
    receipt = new_receipt().replace("-", "")
    assert check_character(receipt[:-1]) == receipt[-1]
