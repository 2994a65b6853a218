"""Pages of warrants: from a draft to an entry and its end, one step at a time, by a clerk and a second person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadstead.cooperation.warrants.logic.statuses import Status
from roadstead.cooperation.warrants.models import Warrant
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import Entry
from tests.casework.cases.pdf_text import text_of
from tests.cooperation.warrants.test_warrants import FORM, member, scan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


@pytest.fixture
def second(states: None) -> User:
    return member("authority", Role.CENTRAL_AUTHORITY, "LCA", OrganisationType.CENTRAL_AUTHORITY)


@pytest.fixture
def clerk(second: User) -> User:
    return member("clerk", Role.COURT, "LCA", OrganisationType.COURT)


def typed(**more: str) -> dict[str, str]:
    today = timezone.now().date()
    return {
        "purpose": "prosecute",
        "surname": "QUILLIMANE",
        "given": "Tobias",
        "born": "1975-03-04",
        "nationality": "GUY",
        "court": "High Court",
        "decision_reference": "HC-42",
        "decision_date": "2026-10-02",
        "decision_type": "arrest warrant",
        "basis": "Backing of Warrants Act, section 4",
        "until": str(today + timedelta(days=200)),
        "review_by": str(today + timedelta(days=100)),
        **more,
    }


def drafted(client: Client, clerk: User, **more: str) -> Warrant:
    client.force_login(clerk)
    answer = client.post(reverse("new-warrant"), typed(**more))
    assert answer.status_code == 302, answer.content.decode()
    enter(REGION)
    return Warrant.objects.get()


def act(client: Client, of: Warrant, name: str, **more: object) -> str:
    answer = client.post(reverse("warrant-act", args=[of.reference]), {"act": name, **more}, follow=True)
    enter(REGION)
    of.refresh_from_db()
    return answer.content.decode()


def sent(client: Client, clerk: User, **more: str) -> Warrant:
    made = drafted(client, clerk, **more)
    act(client, made, "add-offence", law="Theft Act s 8", what="robbery", when="2026-09-12", maximum_months="120")
    act(client, made, "sign", file=SimpleUploadedFile("warrant.png", scan()))
    assert made.status == Status.SIGNED
    return made


def test_a_clerk_drafts_and_a_second_person_puts_it_in_force_suspends_and_ends_it(
    client: Client, clerk: User, second: User
) -> None:
    made = drafted(client, clerk)
    page = act(client, made, "nonsense")
    assert "Upload the signed file" not in page
    assert "At least one offence." in page
    page = act(client, made, "add-offence", law="Theft Act s 8", what="robbery", maximum_months="10")
    assert "The longest imprisonment is 10 months" in page
    assert "Upload the signed file" in page
    page = act(client, made, "sign", file=SimpleUploadedFile("warrant.png", scan()))
    assert "Scan, not verifiable" in page
    assert "Waits for validation by a second person" in page
    assert "Validate warrant" not in page
    client.force_login(second)
    home = client.get(reverse("home")).content.decode()
    assert reverse("second-approvals") in home or reverse("warrant", args=[made.reference]) in home
    page = act(client, made, "validate", why="compared")
    assert "In force" in page
    assert Entry.objects.filter(removed_in=None).count() == 1
    assert made.name in client.get(reverse("warrants")).content.decode()
    page = act(client, made, "review", why="still wanted", review_by=str(made.until + timedelta(days=1)))
    assert "The nearest day that it allows is" in page
    act(client, made, "review", why="still wanted", review_by=str(made.until))
    assert made.review_by == made.until
    act(client, made, "suspend", why="appeal")
    assert not Entry.objects.filter(removed_in=None).exists()
    act(client, made, "resume", why="dismissed")
    page = act(client, made, "withdraw", why="recalled")
    assert (made.status, made.end_reason) == (Status.WITHDRAWN, "recalled")
    assert not Entry.objects.filter(removed_in=None).exists()
    assert "Withdraw warrant" not in page


def test_a_child_is_named_before_validation_and_waits_for_a_second_look(
    client: Client, clerk: User, second: User
) -> None:
    made = sent(client, clerk, born="2013-02-01")
    client.force_login(second)
    page = client.get(reverse("warrant", args=[made.reference])).content.decode()
    assert "The person was 13 at the time of the offence. Age is a ground for refusal" in page
    assert "Nobody is published to a border as wanted without a second look." in page
    assert "Grounds for refusal that another state may have" in page
    page = act(client, made, "validate", why="the file is right")
    assert made.status == Status.VALIDATED
    assert "Put in force" in page
    act(client, made, "publish", why="asked child protection")
    assert made.status == Status.IN_FORCE


def test_a_form_as_json_fills_in_a_draft_and_a_bad_one_names_its_field(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    bad = SimpleUploadedFile("form.json", FORM.read_bytes().replace(b'"surname": "QUILLIMANE", ', b""))
    answer = client.post(reverse("new-warrant"), {"act": "read", "form": bad})
    assert answer.status_code == 400
    assert "The field a_identity.surname is missing." in answer.content.decode()
    good = SimpleUploadedFile("form.json", FORM.read_bytes())
    page = client.post(reverse("new-warrant"), {"act": "read", "form": good}, follow=True).content.decode()
    assert 'value="QUILLIMANE"' in page
    assert "burn on the right hand" in page


def test_bad_input_is_shown_at_its_field_and_stays_typed(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    answer = client.post(reverse("new-warrant"), typed(born="", until="2020-01-01"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Enter a day after today." in page
    assert 'value="QUILLIMANE"' in page
    enter(REGION)
    assert not Warrant.objects.exists()


def test_the_draft_is_changed_and_the_signed_file_is_saved(client: Client, clerk: User, second: User) -> None:
    made = drafted(client, clerk)
    client.post(reverse("edit-warrant", args=[made.reference]), typed(surname="QUILLIMANE-BROWNE"))
    enter(REGION)
    made.refresh_from_db()
    assert made.name == "Tobias QUILLIMANE-BROWNE"
    act(client, made, "add-offence", law="l", what="w")
    act(client, made, "remove-offence", number="1")
    assert made.offences == []
    act(client, made, "add-offence", law="l", what="w")
    act(client, made, "sign", file=SimpleUploadedFile("warrant.png", scan()))
    file = made.files.get()
    answer = client.get(reverse("warrant-file", args=[made.reference, file.pk]))
    assert answer.status_code == 200
    assert answer.content == scan()
    assert client.get(reverse("edit-warrant", args=[made.reference])).status_code == 302


def test_the_page_of_a_warrant_asks_few_queries(client: Client, clerk: User, second: User) -> None:
    made = sent(client, clerk)
    client.force_login(second)
    client.get(reverse("warrant", args=[made.reference]))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse("warrant", args=[made.reference]))
    assert len(asked) <= 30, len(asked)


def test_a_court_gets_the_warrant_as_a_pdf_with_who_validated_it_and_the_digest(
    client: Client, clerk: User, second: User
) -> None:
    made = sent(client, clerk)
    client.force_login(second)
    act(client, made, "validate", why="compared with the register")
    answer = client.get(reverse("warrant-pdf", args=[made.reference]))
    assert answer["Content-Type"] == "application/pdf"
    made.refresh_from_db()
    text = " ".join(text_of(answer.content).split())
    for told in (made.reference, "QUILLIMANE", "Theft Act s 8", "HC-42", "Backing of Warrants Act, section 4"):
        assert told in text
    assert "Scan, not verifiable" in text
    assert "compared with the register" in text
    assert made.head in text.replace(" ", "")
    assert "Review by" not in text
    assert Record.objects.filter(action="exported", subject=f"warrant {made.pk}").exists()
    client.force_login(member("police", Role.OFFICER, "LCA", OrganisationType.POLICE))
    assert client.get(reverse("warrant-pdf", args=[made.reference])).status_code == 403


def test_an_officer_of_the_state_reads_no_warrant(client: Client, clerk: User, second: User) -> None:
    made = sent(client, clerk)
    client.force_login(member("police", Role.OFFICER, "LCA", OrganisationType.POLICE))
    assert client.get(reverse("warrant", args=[made.reference])).status_code == 403
    client.force_login(member("auditor", Role.AUDITOR, "LCA", OrganisationType.POLICE))
    assert client.get(reverse("warrant", args=[made.reference])).status_code == 404
