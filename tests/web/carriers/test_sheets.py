"""Empty sheets: open to all, in four languages, and read back by our own reader."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roadstead.engine.formats import registry
from roadstead.engine.formats.passengers.sheets import OFFERED
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.voyages.models import Traveller
from roadstead.pipeline import process as pipeline
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.carriers.sheets import LANGUAGES, WHAT_FOR

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[2] / "engine/formats/data/sheets"
PEOPLE = ["DE LA EXAMPLE", "OKONDO-VRIES", "OKONDO-VRIES", "QUILLFEATHER", "SAMPLEVSKI"]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_every_kind_of_sheet_is_offered_without_signing_in(client: Client) -> None:
    page = client.get(reverse("sheets")).content.decode()
    assert set(WHAT_FOR) == set(OFFERED)
    for kind in OFFERED:
        for language in LANGUAGES:
            assert reverse("sheet", args=(kind, language, "xlsx")) in page
            assert reverse("sheet", args=(kind, language, "csv")) in page


def test_the_languages_of_the_page_are_named_beside_those_of_the_sheets(client: Client) -> None:
    text = client.get("/sheets").content.decode()
    for name in ("English", "Español", "Français", "Nederlands"):
        assert f">{name}</button>" in text
        assert f">{name}</th>" in text


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", sorted(set(OFFERED) - {"fal1"}))  # FAL 1 asks for no people
def test_an_empty_sheet_is_recognised_and_names_nobody(client: Client, kind: str, form: str) -> None:
    language = sorted(LANGUAGES)[len(kind) % len(LANGUAGES)]
    answer = client.get(reverse("sheet", args=(kind, language, form)))
    assert f"roadstead-{kind}-{language}.{form}" in answer["Content-Disposition"]
    readings = registry.read(answer.content)
    assert all(reading.is_understood for reading in readings), [each.problems for each in readings]
    assert not any(reading.manifest.travellers for reading in readings)


@pytest.mark.parametrize("wrong", [("freight", "en", "xlsx"), ("fal5", "de", "xlsx"), ("fal5", "en", "ods")])
def test_a_sheet_that_is_none_is_not_found(client: Client, wrong: tuple[str, str, str]) -> None:
    assert client.get(reverse("sheet", args=wrong)).status_code == 404


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_list_filed_as_xls_or_ods_is_read_and_shown_row_by_row(
    region: None, client: Client, carrier_user: User, ending: str
) -> None:
    client.force_login(carrier_user)
    raw = (SAMPLES / f"port_call.{ending}").read_bytes()
    answer = client.post(reverse("submit"), {"file": SimpleUploadedFile("list.dat", raw)})
    enter(REGION)
    live = ScreeningSetCache()
    live.refresh()
    for job in queue.lease_jobs(lease=30, limit=10):
        pipeline.process(job, live=live, now=NOW)
    enter(REGION)
    assert Message.objects.get().status == Status.READ
    assert sorted(Traveller.objects.values_list("surname", flat=True)) == PEOPLE
    page = client.get(answer["Location"]).content.decode()
    assert all(name in page for name in PEOPLE)
