"""The directory's pages: what every member reads, what its keepers change, and what is an organisation's own."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from roadstead.platform.accounts.models import Organisation
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import (
    Contact,
    ContactMethod,
    ContactPoint,
    ContactPointHolder,
    SharingAgreement,
)
from tests.platform.directory.conftest import Cast
from tests.platform.directory.conftest import cast as cast

pytestmark = pytest.mark.django_db
FIU = "/directory/BRB-FIU"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, **given: object) -> str:
    answer = client.post(f"{FIU}/act", {name: str(value) for name, value in given.items()}, follow=True)
    return answer.content.decode()


def test_the_directory_says_whom_to_reach_and_where_nobody_is(client: Client, cast: Cast) -> None:
    client.force_login(cast.other_state)
    before = page(client, "/directory")
    assert "FIU duty desk" in before
    assert "+1 246 555 0100" in before
    assert "Confirmed" not in before  # nobody holds it
    client.force_login(cast.fiu)
    assert "Directory updated" in act(client, act="name", number=cast.point.pk, name="Ada Test", kind="holder")
    client.force_login(cast.other_state)
    after = page(client, "/directory")
    assert "Ada Test" in after
    assert "Confirmed" in after
    assert "FIU duty desk" not in page(client, "/directory?state=LCA")
    enter(REGION)
    assert Record.objects.filter(subject="directory", purpose="cooperation", user="other").count() == 3


def test_a_private_number_and_a_note_are_read_by_the_organisation_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.fiu)
    act(client, act="name", number=cast.point.pk, name="Ada Test", kind="holder", telephone="+1 246 555 0199")
    client.post(f"/directory/methods/{cast.telephone.pk}", {"result": "answered", "note": "Ask for the night shift"})
    assert "555 0199" in page(client, FIU)
    assert "night shift" in page(client, FIU)
    for user in (cast.border, cast.officer, cast.other_state, cast.centre):
        client.force_login(user)
        text = page(client, FIU)
        assert "Ada Test" in text
        assert "555 0199" not in text
        assert "night shift" not in text


def test_a_contact_is_recorded_with_one_press_and_three_callers_without_answer_are_shown_in_red(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.other_state)
    assert "Record contact" in page(client, FIU)
    for user in (cast.other_state, cast.centre, cast.officer):
        client.force_login(user)
        client.post(f"/directory/methods/{cast.telephone.pk}", {"result": "unanswered"})
    assert "Out of date" in page(client, FIU)
    client.force_login(cast.fiu)
    client.post(f"/directory/methods/{cast.telephone.pk}", {"result": "answered"})
    assert "Out of date" not in page(client, FIU)
    wrong = client.post(f"/directory/methods/{cast.telephone.pk}", {"result": "x", "note": "Kept words"})
    assert wrong.status_code == 400
    assert "Choose whether someone answered." in wrong.content.decode()
    assert "Kept words" in wrong.content.decode()
    enter(REGION)
    assert Contact.objects.count() == 4


def test_keepers_change_their_own_states_part_and_nobody_elses(client: Client, cast: Cast) -> None:
    client.force_login(cast.other_state)
    assert "Add a contact point" not in page(client, FIU)
    assert "Change FIU duty desk" not in page(client, FIU)
    refused = client.post(f"{FIU}/act", {"act": "add-point", "title": "Desk", "function": "duty_desk"})
    assert refused.status_code == 400
    assert "part of the directory" in refused.content.decode()
    client.force_login(cast.fiu)
    assert "Directory updated" in act(client, act="add-point", title="Liaison", function="liaison")
    enter(REGION)
    liaison = ContactPoint.objects.get(title="Liaison")
    number = liaison.pk
    assert "en" in act(client, act="add-method", number=number, method="i247", target="BRB NCB", languages="en, es")
    named = {"act": "add-competence", "number": number, "source": "Letter of 4 June"}
    assert "trace of a firearm" in act(client, **named, measure="trace", crimes="firearms", stage="inquiry")
    assert "Choose one of the answers offered" in act(client, **named, measure="tracing")
    wrong = act(client, act="add-method", number=number, method="page", hours="Kept hours", languages="english")
    assert f'id="method-languages-{number}_error"' in wrong
    assert "two letters" in wrong
    assert "Kept hours" in wrong
    enter(REGION)
    assert liaison.methods.get().languages == ["en", "es"]
    act(client, act="remove-method", number=liaison.methods.get().pk)
    act(client, act="end-competence", number=liaison.competences.get().pk)
    act(client, act="end-point", number=number)
    assert "Liaison" not in page(client, FIU).replace("Liaison officer", "")
    enter(REGION)
    assert ContactMethod.objects.get() == cast.telephone


def test_who_is_named_accepts_on_the_page_and_reads_from_then_on(client: Client, cast: Cast) -> None:
    client.force_login(cast.fiu)
    client.post(f"/directory/methods/{cast.telephone.pk}", {"result": "answered", "note": "Ask for the night shift"})
    act(client, act="name", number=cast.point.pk, person=cast.officer.pk, kind="deputy")
    client.force_login(cast.officer)
    before = page(client, FIU)
    assert "has not accepted yet" in before
    assert "night shift" not in before
    enter(REGION)
    act(client, act="accept", number=ContactPointHolder.objects.get().pk)
    assert "night shift" in page(client, FIU)


def test_an_organisation_is_added_on_the_page_and_a_wrong_code_says_what_to_write(client: Client, cast: Cast) -> None:
    client.force_login(cast.border)
    wrong = client.post("/directory/add", {"code": "p o", "name": "Police", "type": "police"})
    assert wrong.status_code == 400
    assert "capital letters and digits" in wrong.content.decode()
    assert 'id="code_error"' in wrong.content.decode()
    assert 'value="Police"' in wrong.content.decode()
    made = client.post("/directory/add", {"code": "PO", "name": "Police", "type": "police", "source": "Police Act"})
    assert made["Location"] == "/directory/BRB-PO"
    assert "Police Act" in page(client, "/directory/BRB-PO")
    client.force_login(cast.officer)
    assert client.post("/directory/add", {"code": "X", "name": "X", "type": "police"}).status_code == 403


def test_what_is_not_of_this_organisation_cannot_be_changed_by_its_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.border)
    answer = client.post("/directory/BRB-BA/act", {"act": "end-point", "number": str(cast.point.pk)})
    assert answer.status_code == 404
    assert client.get("/directory/NOTHING").status_code == 404


TERMS = {
    "act": "propose-agreement", "purpose": "Relief after a hurricane", "categories": "cases, voyages",
    "strictest_tlp": "green", "retention": "6 months", "reference": "Decision 4/2026", "valid_from": "2026-01-01",
}  # fmt: skip


def test_on_a_partners_page_one_person_proposes_an_agreement_and_a_second_approves_it(
    client: Client, cast: Cast
) -> None:
    partner = f"/directory/{Organisation.objects.create(code='XPA', names={'en': 'Partner'}, type='partner').pk}"
    client.force_login(cast.officer)
    assert "Propose agreement" not in page(client, partner)
    client.force_login(cast.fiu)
    assert "Propose agreement" not in page(client, FIU)
    for wrong, says in (
        ({"valid_from": "tomorrow"}, "“tomorrow” is not a day"),
        ({"valid_from": ""}, "“First day”"),
        ({"valid_to": "2025-12-31"}, 'id="valid_to_error"'),
        ({"categories": " , "}, "Write what may be shared"),
        ({"retention": ""}, "“How long the partner may keep it”"),
    ):
        answer = client.post(f"{partner}/act", TERMS | wrong)
        assert (answer.status_code, says in answer.content.decode()) == (400, True), wrong
    assert "Agreement proposed." in client.post(f"{partner}/act", TERMS, follow=True).content.decode()
    enter(REGION)
    made = SharingAgreement.objects.get()
    assert (made.categories, made.owner, made.onward_transfer) == (["cases", "voyages"], "BRB", False)
    decide = f"/directory/agreements/{made.pk}"
    own = page(client, partner)
    assert (decide in own, 'value="approve"' in own) == (True, False)
    assert "second person" in client.post(decide, {"act": "approve"}).content.decode()
    for user, status in ((cast.officer, 403), (cast.other_state, 404)):
        client.force_login(user)
        assert decide not in page(client, partner)
        assert client.post(decide, {"act": "approve"}).status_code == status
    client.force_login(cast.border)
    assert 'value="approve"' in page(client, partner)
    assert client.post(decide, {"act": "approve"}).status_code == 302
    assert "Sharing agreements" in page(client, partner)
    assert "already been decided or withdrawn" in client.post(decide, {"act": "decline"}).content.decode()
    client.force_login(cast.other_state)
    assert "Barbados: Relief after a hurricane" in page(client, partner)


def test_an_agreement_that_has_ended_is_not_shown(client: Client, cast: Cast) -> None:
    partner = f"/directory/{Organisation.objects.create(code='XPA', names={'en': 'Partner'}, type='partner').pk}"
    client.force_login(cast.fiu)
    client.post(f"{partner}/act", TERMS | {"valid_to": "2026-01-31"})
    enter(REGION)
    decide = f"/directory/agreements/{SharingAgreement.objects.get().pk}"
    client.force_login(cast.border)
    assert client.post(decide, {"act": "approve"}).status_code == 302
    assert "Decision 4/2026" not in page(client, partner)


def test_a_filter_that_is_no_state_is_an_error_at_its_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.fiu)
    text = page(client, "/directory?state=XXX")
    assert 'id="filter-state_error"' in text
    assert "FIU duty desk" in text


def test_an_unknown_button_says_what_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.fiu)
    answer = client.post(f"{FIU}/act", {"act": "x"})
    assert answer.status_code == 400
    assert "Use one of the buttons" in answer.content.decode()
    answer = client.post(f"{FIU}/act", {"act": "end-point", "number": "x"})
    assert answer.status_code == 400
    assert "This page is out of date" in answer.content.decode()
