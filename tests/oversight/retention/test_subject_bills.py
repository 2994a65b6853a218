"""A person who asks is found where bills name them; what is enclosed an officer chooses (S34, S25)."""

from __future__ import annotations

import pytest
from django.test import Client

from roadstead.engine.records import PartyRole
from roadstead.oversight.retention import subject_requests
from roadstead.oversight.retention.models import SubjectRequest
from roadstead.oversight.retention.subject_bills import bills_naming_person, enclosed_bills
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import enter
from tests.filings.cargo.told import NOW, bill, cargo, party, take

pytestmark = pytest.mark.django_db
ASKED = {
    "kind": "access",
    "surname": "Quillimane",
    "given": "Marigold",
    "born": "1980-01-31",
    "identity_by": "passport",
}


@pytest.fixture(autouse=True)
def bills(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    spelt = {
        "B1": "Marigold Quillimane",
        "B2": "QUILLIMANE, MARIGOLD",
        "B3": "Quillimane Trading Ltd",
        "B4": "Mari Other",
    }
    take(
        cargo(
            *(
                bill(number, parties=(party(PartyRole.CONSIGNEE, name, street="12 Harbour Road"),))
                for number, name in spelt.items()
            )
        )
    )


def asked(by: User) -> SubjectRequest:
    return subject_requests.receive_request(ASKED, by=by, now=NOW)


def test_parties_of_that_name_are_found_however_it_is_written(officer_a: User) -> None:
    assert {row.bill.number for row in bills_naming_person(asked(officer_a), by=officer_a)} == {"B1", "B2"}


def test_another_states_bills_are_not_found(officer_b: User) -> None:
    enter(officer_b.scope)
    assert bills_naming_person(asked(officer_b), by=officer_b) == []


def test_what_is_enclosed_is_chosen_and_exported_with_a_line_in_the_audit(officer_a: User, client: Client) -> None:
    request = asked(officer_a)
    first, other = bills_naming_person(request, by=officer_a)
    client.force_login(officer_a)
    page = client.get(f"/subject-requests/{request.pk}").content.decode()
    assert (page.count('name="bill"'), "other people have this name" in page) == (2, True)
    answer = client.get(f"/subject-requests/{request.pk}/enclosed.json?bill={first.pk}").json()
    assert [row["bill"] for row in answer["bills"]] == [first.bill.number]
    assert answer["bills"][0]["address"] == "12 Harbour Road"
    assert client.get(f"/subject-requests/{request.pk}/enclosed.json").json()["bills"] == []
    assert Record.objects.filter(action="exported", subject=f"request {request.pk}").count() == 2
    assert other.bill.number not in str(answer)
    nonsense = client.get(f"/subject-requests/{request.pk}/enclosed.json?bill=0")
    assert nonsense.status_code == 400
    assert "Choose one of the answers offered for “Bills to enclose”." in nonsense.content.decode()


def test_what_is_withheld_is_found_no_more(officer_a: User) -> None:
    request = subject_requests.answer(asked(officer_a).pk, "a proceeding", by=officer_a, now=NOW)
    assert bills_naming_person(request, by=officer_a) == []
    assert enclosed_bills(request, {"1"}, by=officer_a) == []
