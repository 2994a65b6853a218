"""One traveller is corrected, left out or added on a page: a message with a receipt, and nobody else changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from roadstead.engine.formats import registry
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.voyages.models import Traveller
from roadstead.pipeline import process as pipeline
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user
from tests.pipeline.test_pipeline import states as states
from tests.web.carriers.test_voyages import ANNA, TOBIAS, filed, page

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(version|opened)" value="(\d+)"')
VALUES = re.compile(r'<input[^>]*name="([\w-]+)"[^>]*value="([^"]*)"')


@pytest.fixture
def ours(region: None) -> User:
    return make_user("desk", Role.CARRIER, carrier="2X")


@pytest.fixture
def message(region: None, states: None) -> Message:
    return filed(ANNA, TOBIAS)


def form_of(client: Client, user: User, address: str) -> dict[str, str]:
    """What the form of the page sends if nothing is touched."""
    html = page(client, user, address)
    values: dict[str, str] = dict(VALUES.findall(html)) | dict(HIDDEN.findall(html))
    for name, options in re.findall(r'<select name="([\w-]+)".*?>(.*?)</select>', html):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        values[name] = chosen[1] if chosen else ""
    return {name: value for name, value in values.items() if name not in ("csrfmiddlewaretoken", "language", "look")}


def send(client: Client, address: str, values: Mapping[str, Any]) -> HttpResponseBase:
    return client.post(address, values)


def read_all() -> None:
    """What the worker does with what was filed."""
    enter(REGION)
    live = ScreeningSetCache()
    live.refresh()
    while jobs := queue.lease_jobs(lease=30, limit=10):
        for job in jobs:
            pipeline.process(job, live=live, now=timezone.now())
        enter(REGION)


def newest() -> Message:
    enter(REGION)
    return Message.objects.order_by("-pk")[0]


def people() -> dict[str, tuple[str, str, str, int]]:
    enter(REGION)
    return {row.surname: (row.given, row.born, row.presence, row.pk) for row in Traveller.objects.order_by("pk")}


def test_the_form_shows_what_the_list_says_and_sends_it_unchanged_only_with_a_question(
    client: Client, ours: User, message: Message
) -> None:
    address = f"/my-voyages/{message.receipt}/1/people/2"
    values = form_of(client, ours, address)
    assert values["surname"] == "QUILLIMANE"
    assert values["born"] == "1975-03-04"
    assert values["nationality"] == "GUY"
    assert (values["document-1-type"], values["document-1-number"]) == ("P", "G7654321")
    answer = client.post(address, values)
    assert answer.status_code == 400
    assert "Nothing has changed" in answer.content.decode()
    assert Message.objects.count() == 1


def test_a_correction_has_a_receipt_changes_one_traveller_and_shows_old_and_new_values(
    client: Client, ours: User, message: Message
) -> None:
    before = people()
    address = f"/my-voyages/{message.receipt}/1/people/2"
    values = {**form_of(client, ours, address), "surname": "Quillimaine", "document-1-number": "G 765-4322"}
    answer = send(client, address, values)
    sent = newest()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/messages/{sent.receipt}")
    assert (sent.channel, sent.submitted_by, sent.filename) == ("portal", ours, "correction.edi")
    (reading,) = registry.read(bytes(sent.raw))
    assert (reading.manifest.message.function, len(reading.manifest.travellers)) == ("change", 1)
    read_all()
    after = people()
    assert after["TESTER"] == before["TESTER"]
    assert after["Quillimaine"][3] == before["QUILLIMANE"][3]
    assert "QUILLIMANE" not in after
    receipt = page(client, ours, f"/messages/{sent.receipt}")
    assert "What this message changed" in receipt
    assert "<del>QUILLIMANE</del>" in receipt
    assert "<ins>Quillimaine</ins>" in receipt
    history = page(client, ours, address)
    assert "<del>QUILLIMANE</del>" in history
    assert "G7654322" in history
    assert message.receipt in history


def test_the_same_press_twice_gets_the_same_receipt(client: Client, ours: User, message: Message) -> None:
    address = f"/my-voyages/{message.receipt}/1/people/1"
    values = {**form_of(client, ours, address), "seat": "1A"}
    first = send(client, address, values)
    again = send(client, address, values)
    read_all()
    client.force_login(ours)
    later = send(client, address, values)
    assert first.headers["Location"] == again.headers["Location"] == later.headers["Location"]
    enter(REGION)
    assert Message.objects.count() == 2


def test_a_press_on_a_page_that_is_out_of_date_loses_nothing_typed_and_changes_nothing(
    client: Client, ours: User, message: Message
) -> None:
    address = f"/my-voyages/{message.receipt}/1/people/1"
    values = {**form_of(client, ours, address), "birth_place": "BRIDGETOWN"}
    filed(ANNA, TOBIAS, reference="2")
    client.force_login(ours)
    answer = send(client, address, values)
    shown = " ".join(answer.content.decode().split())  # type: ignore[attr-defined]
    assert answer.status_code == 400
    assert "Your list has changed since you opened this page." in shown
    assert 'value="BRIDGETOWN"' in shown
    assert newest().channel == "api"
    renewed = {**values, **dict(HIDDEN.findall(shown))}
    assert send(client, address, renewed).status_code == 302


def test_a_second_correction_waits_until_the_first_is_read(client: Client, ours: User, message: Message) -> None:
    one, other = (f"/my-voyages/{message.receipt}/1/people/{number}" for number in (1, 2))
    values = {**form_of(client, ours, other), "seat": "9F"}
    assert send(client, one, {**form_of(client, ours, one), "seat": "1A"}).status_code == 302
    answer = send(client, other, values)
    assert "still being read" in answer.content.decode()  # type: ignore[attr-defined]
    read_all()
    client.force_login(ours)
    assert send(client, other, {**form_of(client, ours, other), "seat": "9F"}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"born": "1983-13-01"}, "is not a date"),
        ({"born": "2999-01-01"}, "cannot be in the future"),
        ({"nationality": "Atlantis"}, "is not a country"),
        ({"surname": "", "given": ""}, "one name only"),
        ({"document-1-number": ""}, "Fill in the number of this document"),
        ({"embark": "Nowhere Cay"}, "is not a port or airport we know"),
        ({"seat": "x" * 11}, "Shorten it"),
        ({"role": "pilot"}, "Choose one of the answers"),
        ({"version": "x"}, "This page is out of date"),
        ({"opened": "17"}, "Your list has changed"),
        ({"opened": "99999999999999"}, "Your list has changed"),
        ({"surname": "TESTER", "given": "ANNA", "born": "1980-01-01", "document-1-number": "T0000001"}, "another one"),
    ],
)
def test_each_error_stands_at_its_field_and_files_nothing(
    client: Client, ours: User, message: Message, typed: dict[str, str], words: str
) -> None:
    address = f"/my-voyages/{message.receipt}/1/people/2"
    answer = client.post(address, {**form_of(client, ours, address), "birth_place": "KEPT", **typed})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert words in shown
    assert 'value="KEPT"' in shown
    enter(REGION)
    assert Message.objects.count() == 1


def test_a_value_that_was_not_touched_is_never_refused(client: Client, ours: User) -> None:
    message = filed(ANNA, TOBIAS, route=("QQQ", "BGI"))
    address = f"/my-voyages/{message.receipt}/1/people/1"
    values = form_of(client, ours, address)
    assert send(client, address, {**values, "given": "ANNE"}).status_code == 302


def test_a_traveller_is_left_out_after_a_question(client: Client, ours: User, message: Message) -> None:
    before = people()
    address = f"/my-voyages/{message.receipt}/1/people/1"
    assert "Leave TESTER, ANNA out?" in page(client, ours, f"{address}/leave-out")
    assert send(client, f"{address}/leave-out", form_of(client, ours, f"{address}/leave-out")).status_code == 302
    read_all()
    after = people()
    assert after["TESTER"][2] == "withdrawn"
    assert after["QUILLIMANE"] == before["QUILLIMANE"]
    assert "This traveller is not on your list now" in page(client, ours, address)
    assert "1 on your list" in page(client, ours, f"/my-voyages/{message.receipt}/1")
    assert "cancelled by the carrier" in page(client, ours, f"/my-voyages/{message.receipt}/1?state=withdrawn")
    again = client.post(f"{address}/leave-out", form_of(client, ours, f"{address}/leave-out"))
    assert "Add the traveller again" in again.content.decode()


def test_a_traveller_is_added(client: Client, ours: User, message: Message) -> None:
    before = people()
    address = f"/my-voyages/{message.receipt}/1/add"
    typed = {
        **form_of(client, ours, address), "surname": "LATE", "given": "LEA", "born": "1 Feb 1990", "sex": "F",
        "nationality": "Saint Lucia", "document-1-type": "P", "document-1-number": "L1234567",
        "document-1-issuer": "LCA", "document-1-expires": "2031-06-30", "embark": "MIA", "disembark": "BGI",
    }  # fmt: skip
    assert send(client, address, typed).status_code == 302
    read_all()
    after = people()
    assert {name: after[name] for name in before} == before
    assert after["LATE"][:3] == ("LEA", "1990-02-01", "expected")
    assert (
        "already on your list"
        in client.post(address, {**typed, **form_of_hidden(client, ours, address)}).content.decode()
    )


def form_of_hidden(client: Client, user: User, address: str) -> dict[str, str]:
    values = form_of(client, user, address)
    return {name: values[name] for name in ("version", "opened")}


def test_a_correction_after_arrival_is_taken_with_a_warning(client: Client, ours: User) -> None:
    message = filed(ANNA, TOBIAS, days=-1)
    address = f"/my-voyages/{message.receipt}/1/people/1"
    assert "This voyage has arrived." in page(client, ours, address)
    assert send(client, address, {**form_of(client, ours, address), "seat": "1A"}).status_code == 302


def test_a_cancelled_voyage_is_not_corrected(client: Client, ours: User, message: Message) -> None:
    filed(reference="2", function="266+XF")
    address = f"/my-voyages/{message.receipt}/1/people/1"
    assert "You cancelled this voyage." in page(client, ours, address)
    answer = client.post(address, {"role": "passenger", "surname": "X", **_now(client, ours, message)})
    assert "You cancelled this voyage." in answer.content.decode()
    assert "Cancelled by you" in page(client, ours, f"/my-voyages/{message.receipt}/1")


def _now(client: Client, ours: User, message: Message) -> dict[str, str]:
    return {"version": "1", "opened": str(int(timezone.now().timestamp()))}


def test_a_correction_that_was_not_read_yet_is_shown_as_waiting(client: Client, ours: User, message: Message) -> None:
    address = f"/my-voyages/{message.receipt}/1/people/1"
    answer = send(client, address, {**form_of(client, ours, address), "seat": "1A"})
    assert "Waiting to be read" in page(client, ours, answer.headers["Location"])
    assert newest().status == Status.RECEIVED
