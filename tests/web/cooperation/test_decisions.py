"""Pages of decisions of bodies: recorded by the centre, approved by a second, put into effect by each owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from roadstead.oversight.registers.models import BodyDecision, DecisionEffect
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import SharingAgreement
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
RECORD = {"body": "XCO", "reference": "7/2026", "decided_on": "2026-11-02", "title": "Storms", "text": "We decide."}


@pytest.fixture
def bodies(region: None) -> None:
    Organisation.objects.create(code="XCO", names={"en": "Council"}, type="council")
    Organisation.objects.create(code="XPA", names={"en": "Relief agency"}, type="partner")


@pytest.fixture
def secretary(bodies: None) -> User:
    return make_user("secretary", Role.SUPERVISOR)


def agreement(**more: Any) -> dict[str, Any]:
    today = timezone.now().date()
    return {
        "act": "add-effect",
        "kind": "agreement",
        "owner": "BRB",
        "partner": "XPA",
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=30)).isoformat(),
        "categories": "cases",
        "purpose": "relief",
        "strictest_tlp": "green",
        "retention": "6 months",
    } | more


def recorded(client: Client, by: User, **more: Any) -> int:
    client.force_login(by)
    answer = client.post("/decisions/new", RECORD | more)
    assert answer.status_code == 302, answer.content.decode()
    enter(REGION)
    return BodyDecision.objects.latest("pk").pk


def act(client: Client, by: User, pk: int, **form: Any) -> Any:
    client.force_login(by)
    answer = client.post(f"/decisions/{pk}/act", form)
    enter(REGION)
    return answer


def test_a_decision_goes_from_the_record_to_an_agreement_on_the_page_of_the_partner(
    client: Client, secretary: User, supervisor: User, supervisor_a: User
) -> None:
    pk = recorded(client, secretary)
    assert act(client, secretary, pk, **agreement()).status_code == 302
    assert act(client, secretary, pk, act="send").status_code == 302
    assert "Approve record" not in client.get(f"/decisions/{pk}").content.decode()  # who recorded it does not approve
    assert act(client, supervisor, pk, act="approve", why="as in the minutes").status_code == 302
    effect = DecisionEffect.objects.get()
    client.force_login(supervisor_a)
    assert "Decisions to put into effect" in client.get("/").content.decode()
    page = client.get(f"/decisions/{pk}").content.decode()
    assert "Not yet put into effect" in page
    assert act(client, supervisor_a, pk, act="put-into-effect", number=effect.pk).status_code == 302
    assert "In effect" in client.get(f"/decisions/{pk}").content.decode()
    partner = client.get("/directory/XPA").content.decode()
    assert "Council, 7/2026, 2026-11-02" in partner
    assert "0 exports of cases under it" in partner
    assert "Decisions to put into effect" not in client.get("/").content.decode()
    for person in (supervisor, secretary):
        assert act(client, person, pk, act="end-effect", number=effect.pk, why="w").status_code == 404
    refused = act(client, supervisor_a, pk, act="end-effect", number=effect.pk, why="")
    assert "Write the reason." in refused.content.decode()
    assert act(client, supervisor_a, pk, act="end-effect", number=effect.pk, why="they passed it on").status_code == 302
    page = client.get(f"/decisions/{pk}").content.decode()
    assert "Ended before its last day" in page
    assert "they passed it on" in page
    assert "Council, 7/2026, 2026-11-02" not in client.get("/directory/XPA").content.decode()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (agreement(categories=""), "Enter what may be shared, and the purpose."),
        (agreement(partner=""), "Choose a partner."),
        (agreement(ends="2020-01-01"), "The last day cannot be before it."),
        (agreement(kind="other"), "Enter what the owner is to do."),
        (agreement(categories="x" * 41), "at most 40 characters"),
        (agreement(owner="XXX"), "Choose one of the answers offered"),
        ({"act": "nonsense"}, "Use one of the buttons on this page."),
    ],
)
def test_an_effect_that_does_not_fit_is_told_at_its_field_and_stores_nothing(
    form: dict[str, Any], words: str, client: Client, secretary: User, supervisor_a: User
) -> None:
    pk = recorded(client, secretary)
    answer = act(client, secretary, pk, **form)
    assert (answer.status_code in {400, 409}, words in answer.content.decode()) == (True, True)
    assert not DecisionEffect.objects.exists()


def test_the_signed_file_is_kept_as_it_was_sent_and_one_that_is_none_is_refused(
    client: Client, secretary: User, supervisor: User
) -> None:
    client.force_login(secretary)
    page = SimpleUploadedFile("a.pdf", b"<html><script>1</script></html>")
    refused = client.post("/decisions/new", RECORD | {"file": page})
    assert refused.status_code == 400
    assert "Print it as a PDF and add that." in refused.content.decode()
    raw = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    pk = recorded(client, secretary, file=SimpleUploadedFile("minutes.pdf", raw))
    given = client.get(f"/decisions/{pk}/file")
    assert (given.content, given["Content-Disposition"]) == (raw, 'attachment; filename="minutes.pdf"')


def test_a_state_reads_what_is_approved_and_neither_drafts_nor_their_files(
    client: Client, secretary: User, supervisor: User, officer_a: User
) -> None:
    pk = recorded(client, secretary)
    client.force_login(officer_a)
    assert client.get(f"/decisions/{pk}").status_code == 404
    assert "Storms" not in client.get("/decisions").content.decode()
    act(client, secretary, pk, act="send")
    act(client, supervisor, pk, act="approve", why="")
    client.force_login(officer_a)
    assert "We decide." in client.get(f"/decisions/{pk}").content.decode()
    listed = client.get("/decisions?q=storm&show=approved&as=csv").content.decode()
    assert "7/2026,Storms,Council,2026-11-02,approved,0,0," in listed
    assert client.get("/decisions?show=draft&as=csv").content.decode().count("\n") == 1
    assert client.post("/decisions/new", RECORD).status_code == 403


def test_what_is_not_the_readers_to_put_into_effect_is_not_found(
    client: Client, secretary: User, supervisor: User, supervisor_a: User, officer_a: User
) -> None:
    pk = recorded(client, secretary)
    act(client, secretary, pk, **agreement())
    act(client, secretary, pk, act="send")
    act(client, supervisor, pk, act="approve", why="")
    number = DecisionEffect.objects.get().pk
    other = make_user("supervisor-lca", Role.SUPERVISOR, state="LCA")
    for person in (secretary, supervisor, other, officer_a):
        assert act(client, person, pk, act="put-into-effect", number=number).status_code == 404
    assert not SharingAgreement.objects.exists()
