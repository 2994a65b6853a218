"""Empty sheets: open to all, in four languages, and read back by our own reader."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from roadstead.engine.formats import registry
from roadstead.engine.formats.passengers.sheets import OFFERED
from roadstead.web.carriers.sheets import LANGUAGES, WHAT_FOR

pytestmark = pytest.mark.django_db


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
    assert all(reading.understood for reading in readings), [each.problems for each in readings]
    assert not any(reading.manifest.travellers for reading in readings)


@pytest.mark.parametrize("wrong", [("freight", "en", "xlsx"), ("fal5", "de", "xlsx"), ("fal5", "en", "ods")])
def test_a_sheet_that_is_none_is_not_found(client: Client, wrong: tuple[str, str, str]) -> None:
    assert client.get(reverse("sheet", args=wrong)).status_code == 404
