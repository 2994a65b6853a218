"""A data subject request finds the applications in which the person was vetted, and nothing of lists or matches."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.test import Client

from roadstead.oversight.retention import subject_requests
from roadstead.oversight.retention.models import SubjectRequest
from roadstead.oversight.retention.subject_applications import enclosed_applications
from roadstead.platform.accounts.models import Role, User
from tests.casework.vetting.desk import ANNA, NOW, TOBIAS, listed, screened, sent
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import member, other, states

pytestmark = pytest.mark.django_db
__all__ = ["states"]
TOBIAS_ASKS = {"surname": "Quillimane", "given": "Tobias", "born": "1975-03-04"}


@pytest.fixture
def unit(states: None) -> User:
    return member("unit", Role.OFFICER, state="BRB", organisation=other("BRB-CIU", "BRB", "ministry"))


def ask(by: User, **told: str) -> SubjectRequest:
    return subject_requests.receive_request({"kind": "access", "identity_by": "passport", **told}, by=by, now=NOW)


def test_a_person_is_found_by_name_and_birth_date_or_by_document(unit: User) -> None:
    sheet = sent(unit, TOBIAS, ANNA)
    (found,) = enclosed_applications(ask(unit, **TOBIAS_ASKS), by=unit)
    assert (found["sheet"], found["surname"], found["born"]) == (sheet.pk, "Quillimane", "1975-03-04")
    by_document = ask(unit, surname="Otherwise", given="Written", born="1990-01-01", document="T0000001")
    assert [row["given"] for row in enclosed_applications(by_document, by=unit)] == ["Anna"]
    for other_person in ({"born": "1975-03-05"}, {"surname": "Quillimaine"}):
        assert enclosed_applications(ask(unit, **TOBIAS_ASKS | other_person), by=unit) == []


def test_whoever_may_not_read_the_sheet_finds_nothing_and_what_is_withheld_is_not_enclosed(unit: User) -> None:
    sent(unit, TOBIAS)
    elsewhere = make_user("officer-l", Role.OFFICER, state="LCA")
    colleague = member("agency", Role.OFFICER, state="BRB", organisation=other("BRB-IMM", "BRB", "agency"))
    for by in (elsewhere, colleague):
        assert enclosed_applications(ask(by, **TOBIAS_ASKS), by=by) == []
    asked = ask(unit, **TOBIAS_ASKS)
    asked.withheld = "an inquiry is open"
    assert enclosed_applications(asked, by=unit) == []


def test_page_and_file_hold_what_the_unit_sent_and_not_what_was_found(unit: User, client: Client) -> None:
    listed()
    sent(unit, TOBIAS)
    screened()
    asked = ask(unit, **TOBIAS_ASKS)
    client.force_login(unit)
    page = unescape(client.get(f"/subject-requests/{asked.pk}").content.decode())
    assert "Applications for a visa or citizenship" in page
    file = client.get(f"/subject-requests/{asked.pk}/enclosed.json").content.decode()
    assert json.loads(file)["applications"][0]["surname"] == "Quillimane"
    for said in ("Test list", r"R-1\b", "asked for by a court"):
        assert not re.search(said, page)
        assert not re.search(said, file)
