"""A national system sends applicants, follows the sheet, fetches the letter and records what the state decided."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from roadstead.casework.vetting.letter import send_letter
from roadstead.casework.vetting.models import VettingSheet
from roadstead.config import config
from roadstead.platform.accounts.models import Role, TokenScope, User
from roadstead.platform.database.scope import REGION, enter
from tests.casework.vetting.desk import ANNA, listed, screened, sheet_of
from tests.web.systems.national import System, employed, read, token

pytestmark = pytest.mark.django_db
TOBIAS = {"surname": "Quillimane", "given": "Tobias", "born": "1961", "nationality": "BRB", "reference": "C-1"}
NAMELESS = {"born": "1980"}


def answer(given: HttpResponseBase, status: int) -> Any:
    assert given.status_code == status, read(given)
    return read(given)


@pytest.fixture
def system(region: None) -> System:
    employed("brb.ciu", Role.OFFICER, "BRB", "BRB-CIU")
    return System(Client(), token("BRB", "BRB-CIU"))


def test_applicants_are_sent_once_screened_answered_and_decided(system: System, analyst: User) -> None:
    listed()
    told = {"officer": "brb.ciu", "applicants": [TOBIAS, NAMELESS], "urgent": True, "reason": "Flight"}
    done = answer(system.post("/vetting", told, key="k1"), 201)
    assert done == answer(system.post("/vetting", told, key="k1"), 201)
    assert (done["people"], done["refused"]) == (1, [3])
    enter(REGION)
    sheet = VettingSheet.objects.get(pk=done["sheet"])
    screened()
    at = f"/vetting/{sheet.pk}"
    before = read(system.get(at))
    assert (before["status"]["code"], before["screened"], before["due_kind"]) == ("open", 1, "target")
    assert before["applicants"] == [{"row": 2, "reference": "C-1", "result": "", "decision": ""}]
    assert answer(system.get(f"{at}/letter"), 404)["code"] == "no-such-letter"
    enter(analyst.scope)
    send_letter(sheet.pk, "", by=analyst, now=timezone.now(), settings=config())
    letter = system.get(f"{at}/letter")
    assert letter["Content-Type"] == "application/pdf"
    assert read(system.get(at))["applicants"][0]["result"] == "none"
    decision = {"officer": "brb.ciu", "decision": "granted", "rows": [2]}
    answer(system.post(f"{at}/decisions", decision, key="k2"), 201)
    assert read(system.get(at))["status"]["code"] == "closed"


def test_a_csv_sheet_larger_than_other_bodies_is_taken_and_both_at_once_are_not(system: System) -> None:
    rows = [ANNA.replace("T0000001", f"T{number}").replace("Anna", "Anna " + "x" * 110) for number in range(450)]
    told = {"officer": "brb.ciu", "csv": sheet_of(*rows).decode()}
    assert len(told["csv"]) > 64 * 1024
    assert answer(system.post("/vetting", told, key="k1"), 201)["people"] == 450
    both = {**told, "applicants": [TOBIAS]}
    assert answer(system.post("/vetting", both, key="k2"), 409)["code"] == "not-allowed"


def test_another_organisation_finds_no_sheet_and_a_token_opens_only_its_parts(system: System) -> None:
    done = answer(system.post("/vetting", {"officer": "brb.ciu", "applicants": [TOBIAS]}, key="k1"), 201)
    enter(REGION)
    for state, code in (("BRB", "BRB-POL"), ("LCA", "LCA-CIU")):
        theirs = System(Client(), token(state, code))
        assert answer(theirs.get(f"/vetting/{done['sheet']}"), 404)["code"] == "no-such-sheet"
        enter(REGION)
    narrow = System(Client(), token("BRB", "BRB-CIU", TokenScope.ALERTS, name="Other"))
    assert answer(narrow.get(f"/vetting/{done['sheet']}"), 403)["code"] == "not-opened"
