"""The pages of the watch log: a line stored by Enter, found again, exported, and a shift handed over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.items import Item
from roadstead.casework.log.models import LogEntry, ShiftHandover
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import Duty
from tests.casework.cases.test_acts import make_alert
from tests.casework.log.test_log import added, colleague, officer, restrict, traveller
from tests.cooperation.requests.test_acts import member, sent, states

pytestmark = pytest.mark.django_db
__all__ = ["colleague", "officer", "states", "traveller"]
NEW = {"act": "add", "type": "call", "text": "Ferry GREY HERON is late"}


def get(client: Client, user: User, address: str, status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == status
    enter(REGION)
    return unescape(answer.content.decode(errors="replace"))


def post(client: Client, user: User, address: str, data: dict[str, Any], status: int = 302) -> str:
    client.force_login(user)
    answer = client.post(address, data)
    assert answer.status_code == status, unescape(answer.content.decode())[:3000]
    enter(REGION)
    return str(answer.headers.get("Location", "")) or unescape(answer.content.decode())


def test_a_line_and_enter_store_an_entry(client: Client, officer: User) -> None:
    assert 'id="entry-text"' in get(client, officer, "/log")
    post(client, officer, "/log", NEW)
    page = get(client, officer, "/log")
    assert "Ferry GREY HERON is late" in page
    assert "The entry is in the log." in page
    assert LogEntry.objects.get().who == officer


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": " "}, "Write what happened."),
        ({"type": "handover"}, "Choose one of the answers offered"),
        ({"links": "ferry"}, "We do not know “ferry”"),
        ({"links": "alert 4711"}, "There is no item with this number that you may see"),
        ({"links": "RQ-7KQ4-2FWX"}, "We do not know “RQ-7KQ4-2FWX”"),
        ({"links": "a1,a2,a3,a4,a5,a6"}, "Link 5 items at most"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    client: Client, officer: User, wrong: dict[str, str], words: str
) -> None:
    page = post(client, officer, "/log", {**NEW, **wrong}, 400)
    assert words in page
    assert "There is a problem" in page
    assert wrong.get("text") or "Ferry GREY HERON is late" in page


def test_an_item_fills_in_its_link_and_shows_its_entries(client: Client, officer: User) -> None:
    alert, request = make_alert("BRB"), sent(officer)
    for address, about in (
        (f"/alerts/{alert.pk}", f"alert-{alert.pk}"),
        (f"/requests/{request.reference}", f"request-{request.pk}"),
    ):
        assert f"/log?about={about}" in get(client, officer, address)
    assert f'value="alert {alert.pk}"' in get(client, officer, f"/log?about=alert-{alert.pk}")
    assert f'value="{request.reference}"' in get(client, officer, f"/log?about=request-{request.pk}")
    post(client, officer, "/log", {**NEW, "links": f"alert {alert.pk}, {request.reference}"})
    post(client, officer, "/log", {**NEW, "text": "Another"})
    page = get(client, officer, f"/log?about=alert-{alert.pk}")
    assert "GREY HERON" in page
    assert "Another" not in page
    assert f"/requests/{request.reference}" in page


def test_a_link_to_what_the_reader_may_not_see_is_not_shown(client: Client, officer: User) -> None:
    alert = make_alert("BRB")
    added(officer, items=[Item("alert", alert.pk)])
    assert f"Alert {alert.pk}" in get(client, officer, "/log")
    type(alert).objects.filter(pk=alert.pk).update(tlp="red", named=[officer.pk], owner="BRB")
    assert f"Alert {alert.pk}" not in get(client, officer, "/log")
    assert f"Alert {alert.pk}" not in get(client, officer, "/log?as=csv")


def test_a_correction_is_shown_with_what_it_corrects(client: Client, officer: User) -> None:
    first = added(officer)
    assert "You correct: The ferry is late" in get(client, officer, f"/log?corrects={first.pk}")
    post(client, officer, "/log", {**NEW, "text": "The ferry is on time", "corrects": first.pk})
    page = get(client, officer, "/log")
    assert f"Corrects {first.log.day}/1: The ferry is late" in page
    assert "Corrected by a later entry" in page


def test_words_are_posted_and_stand_in_no_address(client: Client, officer: User) -> None:
    added(officer, "Ferry GREY HERON")
    added(officer, "Printer broken")
    address = post(client, officer, "/log", {"q": "heron"})
    assert "heron" not in address
    page = client.get(address).content.decode()
    enter(REGION)
    assert "GREY HERON" in page
    assert "Printer" not in page
    assert Record.objects.filter(action="searched", subject="watchlog").exists()


def test_exports_hold_the_same_entries_and_are_audited(client: Client, officer: User) -> None:
    added(officer, "=cmd", counterpart="Agent")
    table = get(client, officer, "/log?as=csv")
    assert table.splitlines()[0].endswith("Number,Time,Type,Entry,Author,Who rang or wrote,Corrects,Links")
    assert "'=cmd" in table
    assert get(client, officer, "/log?as=pdf").startswith("%PDF")
    lines = Record.objects.filter(action="exported", subject="watchlog").order_by("pk")
    assert [line.detail.split(",")[0] for line in lines] == ["csv", "pdf"]


def test_text_about_a_restricted_person_is_not_shown_and_reading_about_a_person_is_audited(
    client: Client, officer: User, traveller: Any
) -> None:
    added(officer, "QZXROE was rude", items=[Item("traveller", traveller.pk)])
    assert "QZXROE" in get(client, officer, "/log")
    assert Record.objects.filter(action="read", subject=f"traveller {traveller.pk}", detail="in the watch log").exists()
    restrict(traveller)
    for address in ("/log", "/log?as=csv", f"/log?corrects={LogEntry.objects.get().pk}"):
        page = get(client, officer, address)
        assert "QZXROE" not in page
        assert "asked to restrict the use of their data" in page


def test_an_auditor_reads_and_writes_nothing(client: Client, officer: User) -> None:
    added(officer)
    auditor = member("auditor-o", Role.AUDITOR, state="BRB")
    page = get(client, auditor, "/log")
    assert "The ferry is late" in page
    assert 'id="entry-text"' not in page
    post(client, auditor, "/log", NEW, 400)
    assert LogEntry.objects.count() == 1


def test_who_belongs_to_no_organisation_is_told_what_to_do(client: Client, states: None, officer_a: User) -> None:
    assert "Your account belongs to no organisation" in get(client, officer_a, "/log")
    assert "Your account belongs to no organisation" in post(client, officer_a, "/log", NEW, 400)
    get(client, officer_a, "/log/handover")


def test_a_shift_is_handed_over_by_two_signatures(client: Client, officer: User, colleague: User) -> None:
    request = sent(member("lca", Role.OFFICER, state="LCA"), "BRB")
    page = get(client, officer, "/log/handover")
    assert "Sign and hand over" in page
    assert request.reference in page  # due in the shift
    post(client, officer, "/log/handover", {"act": "sign-out", "incoming": colleague.pk, "note": "QZXNOTE"})
    row = ShiftHandover.objects.get()
    assert row.items == [["request", request.pk]]
    for person in (officer, colleague):
        client.force_login(person)
        assert "/log/handover" in client.get("/").content.decode()
        enter(REGION)
    page = get(client, colleague, "/log/handover")
    assert "QZXNOTE" in page
    assert "has not signed" in page
    assert f"Request {request.reference}" in page
    post(client, officer, "/log/handover", {"act": "sign-in", "number": row.pk}, 409)
    post(client, colleague, "/log/handover", {"act": "sign-in", "number": row.pk})
    assert "has not signed" not in get(client, colleague, "/log/handover")
    assert "has taken over from" in get(client, colleague, "/log")


@pytest.mark.parametrize("wrong", [{"incoming": ""}, {"incoming": "4711"}, {"act": "x"}])
def test_a_handover_without_a_successor_is_refused(
    client: Client, officer: User, colleague: User, wrong: dict[str, str]
) -> None:
    post(client, officer, "/log/handover", {"act": "sign-out", "incoming": colleague.pk, **wrong}, 409)
    assert not ShiftHandover.objects.exists()


def test_a_gap_of_the_roster_is_shown_before_signing(client: Client, officer: User, colleague: User) -> None:
    assert "nobody is on duty" not in get(client, officer, "/log/handover")
    begins = timezone.now() + timedelta(hours=1)
    Duty.objects.create(
        state="BRB", states=["BRB"], person=None, begins_at=begins, ends_at=begins + timedelta(hours=2),
        made_by=colleague, made_at=datetime.now(UTC),
    )  # fmt: skip
    assert "In the coming shift nobody is on duty:" in get(client, officer, "/log/handover")


def test_what_was_typed_survives_the_end_of_the_sign_in(client: Client, officer: User) -> None:
    page = get(client, officer, "/log")
    token = page.split('name="unsent" value="')[1].split('"')[0]
    client.logout()
    assert client.post("/log", {**NEW, "unsent": token}).status_code == 302
    enter(REGION)
    assert 'value="Ferry GREY HERON is late"' in get(client, officer, "/log")
    assert not LogEntry.objects.exists()
