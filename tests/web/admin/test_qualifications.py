"""Qualifications on the page of an account, and on one's own."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.logic.qualification import day_at
from roadstead.platform.directory.models import Qualification

pytestmark = pytest.mark.django_db
EVIDENCE = b"%PDF-1.7 certificate"


def form(**more: object) -> dict[str, object]:
    right = {"course": "border-1", "issued_on": "2026-01-05", "until": "", "issuer": "BRB-BA"}
    return right | more


@pytest.fixture
def supervisor_page(client: Client, supervisor_a: User, officer_a: User) -> Client:
    first_organisation(officer_a.state)
    client.force_login(supervisor_a)
    return client


def record(client: Client, officer: User, **more: object) -> str:
    answer = client.post(reverse("record-qualification", args=[officer.pk]), form(**more), follow=True)
    return answer.content.decode()


def test_a_qualification_is_recorded_with_the_hash_of_its_evidence_which_is_not_kept(
    supervisor_page: Client, officer_a: User
) -> None:
    soon = day_at(timezone.now()) + timedelta(days=20)
    page = record(supervisor_page, officer_a, until=f"{soon}", evidence=SimpleUploadedFile("c.pdf", EVIDENCE))
    assert "The qualification has been recorded." in page
    assert "Expires in 20 days" in page
    enter(REGION)
    row = Qualification.objects.get()
    assert (row.course, row.issuer_id, row.evidence_sha256) == (
        "BORDER-1",
        "BRB-BA",
        hashlib.sha256(EVIDENCE).hexdigest(),
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"course": "x"}, "Enter a course code"),
        ({"issued_on": "soon"}, "year-month-day"),
        ({"until": "2025-02-30"}, "year-month-day"),
        ({"issuer": "NOBODY"}, "Choose one of the answers offered for “Issued by”"),
    ],
)
def test_a_refused_form_says_what_to_write_and_keeps_what_was_typed(
    wrong: dict[str, str], says: str, supervisor_page: Client, officer_a: User
) -> None:
    page = record(supervisor_page, officer_a, **wrong)
    assert says in page
    assert f'value="{form(**wrong)["course"]}"' in page
    enter(REGION)
    assert not Qualification.objects.exists()


def test_it_is_revoked_on_the_page_and_never_through_another_account(
    supervisor_page: Client, supervisor_a: User, officer_a: User
) -> None:
    record(supervisor_page, officer_a)
    enter(REGION)
    number = Qualification.objects.get().pk
    act = {"act": "revoke", "why": "Forged"}
    other = supervisor_page.post(reverse("change-qualification", args=[supervisor_a.pk, number]), act)
    assert other.status_code == 404
    unknown = supervisor_page.post(reverse("change-qualification", args=[officer_a.pk, number]), {"act": "x"})
    assert unknown.status_code == 409
    page = supervisor_page.post(reverse("change-qualification", args=[officer_a.pk, number]), act, follow=True)
    assert "Revoked" in page.content.decode()
    assert "Forged" in page.content.decode()


def test_everybody_reads_the_own_on_the_page_of_the_account(supervisor_page: Client, officer_a: User) -> None:
    record(supervisor_page, officer_a)
    supervisor_page.force_login(officer_a)
    page = supervisor_page.get(reverse("mfa_index")).content.decode()
    assert "BORDER-1" in page
    assert "Does not expire" in page
    assert "Record a qualification" not in page


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"issued_on": ""}, "issued_on", "Fill in “Issued on”."),
        ({"issued_on": "2199-01-01"}, "issued_on", "It cannot be in the future."),
        ({"until": "2025-12-31"}, "until", "cannot be before the day of issue"),
        ({"issuer": ""}, "issuer", "Choose an answer to “Issued by”."),
    ],
)
def test_an_error_of_a_qualification_is_shown_at_its_field(
    wrong: dict[str, str], field: str, says: str, supervisor_page: Client, officer_a: User
) -> None:
    page = record(supervisor_page, officer_a, **wrong)
    found = re.search(rf'<div id="{field}_error">(.*?)</div>', page, re.DOTALL)
    assert found
    assert says in found[1]
    assert '<details class="govuk-details" open>' in page


def test_a_qualification_is_not_revoked_without_a_reason_which_is_asked_for_in_its_row(
    supervisor_page: Client, officer_a: User
) -> None:
    record(supervisor_page, officer_a)
    record(supervisor_page, officer_a, course="border-2")
    enter(REGION)
    first, second = Qualification.objects.order_by("pk").values_list("pk", flat=True)
    answer = supervisor_page.post(reverse("change-qualification", args=[officer_a.pk, second]), {"act": "revoke"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'<div id="why-{second}_error">' in page
    assert f'<div id="why-{first}_error">' not in page
    enter(REGION)
    assert not Qualification.objects.exclude(revoked_at=None).exists()
