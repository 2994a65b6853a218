"""The pages of vetting: a sheet sent by a unit, decided at the centre, its letter read and checked, and recorded."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roadstead.casework.vetting.models import VettingApplicant, VettingMatch, VettingSheet
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import WatchList
from tests.casework.vetting.desk import ANNA, TOBIAS, WRONG, listed, screened, sheet_of
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import member, other, states

pytestmark = pytest.mark.django_db
__all__ = ["states"]


@pytest.fixture
def unit(states: None) -> User:
    return member("unit", Role.OFFICER, state="BRB", organisation=other("BRB-CIU", "BRB", "ministry"))


def get(client: Client, user: User, address: str, status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == status, unescape(answer.content.decode(errors="replace"))[:2000]
    enter(REGION)
    return unescape(answer.content.decode(errors="replace"))


def post(client: Client, user: User, address: str, data: dict[str, Any], status: int = 302) -> str:
    client.force_login(user)
    answer = client.post(address, data)
    assert answer.status_code == status, unescape(answer.content.decode())[:4000]
    enter(REGION)
    return str(answer.headers.get("Location", "")) or unescape(answer.content.decode())


def sent(client: Client, unit: User, *rows: str, **more: Any) -> VettingSheet:
    file = SimpleUploadedFile("applicants.csv", sheet_of(*rows))
    address = post(client, unit, "/vetting/new", {"file": file, **more})
    found: VettingSheet = VettingSheet.objects.get(pk=int(address.rpartition("/")[2]))
    return found


def test_a_sheet_from_the_page_to_the_letter_and_the_states_decision(client: Client, unit: User, analyst: User) -> None:
    listed()
    second = make_user("second-analyst", Role.ANALYST)
    sheet = sent(client, unit, TOBIAS, ANNA, WRONG)
    assert "0 of 2 applicants have been searched." in get(client, unit, f"/vetting/{sheet.pk}")
    screened()
    page = get(client, unit, f"/vetting/{sheet.pk}")
    assert "Row 4 was not searched. Correct it and send it in another sheet." in page
    assert "Test list" not in page
    page = get(client, analyst, f"/vetting/{sheet.pk}")
    assert "Possible matches to decide (1)" in page
    match = VettingMatch.objects.get()
    page = get(client, analyst, f"/vetting/matches/{match.pk}")
    assert "Declared and listed" in page
    assert "Why this was raised" in page
    act = f"/vetting/matches/{match.pk}/act"
    assert "Fill in “What it rests on”" in post(
        client, analyst, act, {"act": "decide", "finding": "same", "why": ""}, status=409
    )
    post(client, analyst, act, {"act": "decide", "finding": "same", "why": "Same birth date and document."})
    assert "ask a second person" in post(client, analyst, act, {"act": "approve"}, status=409)
    assert "Confirmed match of a vetted applicant" in get(client, second, "/second-approvals")
    post(client, second, act, {"act": "approve"})
    letter = {"act": "letter", "contact": ""}
    assert "Write whom the unit can contact" in post(client, analyst, f"/vetting/{sheet.pk}/act", letter, status=409)
    post(client, analyst, f"/vetting/{sheet.pk}/act", {"act": "letter", "contact": "vetting@centre.example"})
    page = get(client, unit, f"/vetting/{sheet.pk}")
    assert "Information held" in page
    assert "No record found" in page
    pdf = client.get(f"/vetting/{sheet.pk}/letter")
    assert pdf["Content-Type"] == "application/pdf"
    enter(REGION)
    assert Record.objects.filter(action="exported", subject=f"vetting {sheet.pk}").exists()
    found = VettingSheet.objects.get(pk=sheet.pk)
    code = {"code": found.code, "letter": SimpleUploadedFile("l.pdf", bytes(found.letter))}
    assert "The file is this letter, unchanged." in post(client, unit, "/vetting/check", code, status=200)
    people = [str(pk) for pk in VettingApplicant.objects.values_list("pk", flat=True)]
    decision = {"act": "outcome", "outcome": "granted", "applicants": people}
    post(client, unit, f"/vetting/{sheet.pk}/act", decision)
    assert VettingSheet.objects.get(pk=sheet.pk).status == "closed"
    assert "1 sheet" in get(client, unit, "/vetting")


def test_a_namesake_takes_one_choice_since_the_reason_is_filled_in(client: Client, unit: User, analyst: User) -> None:
    listed()
    sheet = sent(client, unit, TOBIAS.replace("1975-03-04", "1981-05-06").replace("G7654321", "G1"))
    WatchList.objects.update(threshold=1.0)
    screened()
    match = VettingMatch.objects.get(applicant__sheet=sheet)
    page = get(client, analyst, f"/vetting/matches/{match.pk}")
    assert "A namesake: birth date differs." in page


def test_an_urgent_sheet_without_a_reason_and_a_file_that_is_no_sheet_are_refused(client: Client, unit: User) -> None:
    file = SimpleUploadedFile("a.csv", sheet_of(ANNA))
    assert "Write why this sheet is urgent." in post(
        client, unit, "/vetting/new", {"file": file, "urgent": "on"}, status=400
    )
    wrong = {"file": SimpleUploadedFile("a.csv", b"nothing")}
    assert "We found no applicants in this file." in post(client, unit, "/vetting/new", wrong, status=400)


def test_the_empty_sheet_is_read_back_and_its_example_row_is_nobody(client: Client, unit: User) -> None:
    raw = get(client, unit, "/vetting/template.csv").encode()
    assert "Family name" in raw.decode()
    wrong = {"file": SimpleUploadedFile("a.csv", raw)}
    assert "We found no applicants in this file." in post(client, unit, "/vetting/new", wrong, status=400)


def test_another_organisation_of_the_state_finds_no_sheet_and_a_unit_no_match(
    client: Client, unit: User, officer_a: User
) -> None:
    listed()
    sheet = sent(client, unit, TOBIAS)
    screened()
    match = VettingMatch.objects.get()
    for who, address in ((officer_a, f"/vetting/{sheet.pk}"), (officer_a, f"/vetting/{sheet.pk}/letter")):
        get(client, who, address, status=404)
    get(client, unit, f"/vetting/matches/{match.pk}", status=403)
    assert "no such sheet" in get(client, officer_a, "/vetting")
