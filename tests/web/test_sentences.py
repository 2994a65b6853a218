"""Pages show stored problems, findings and reasons in the reader's language; old rows stay as they were."""

from __future__ import annotations

from types import SimpleNamespace

import msgspec
import pytest
from django.template.loader import render_to_string

from roadstead.engine.records import Problem, Reason, Severity
from roadstead.engine.sentences import Sentence, to_stored
from roadstead.web.common.refusals import refusal_text
from roadstead.web.templatetags import sentences
from roadstead.web.templatetags.quality import aspects

CATALOGUE = {
    "Row %(row)s: %(text)s": "Ligne %(row)s : %(text)s",
    "%(sent)s is no date.": "%(sent)s n’est pas une date.",
    "birth date": "date de naissance",
    "Birth date missing": "Date de naissance absente",
}
WRONG = Sentence("Row %(row)s: %(text)s", {"row": 14, "text": Sentence("%(sent)s is no date.", {"sent": "<13>"})})
PROBLEM = Problem.of(Severity.ERROR, "date-wrong", WRONG, field="birth date (2380)")


@pytest.fixture(autouse=True)
def _in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sentences", "quality"):
        monkeypatch.setattr(f"roadstead.web.templatetags.{module}.gettext", lambda text: CATALOGUE.get(text, text))


def test_a_stored_problem_is_shown_in_the_readers_language() -> None:
    row = msgspec.to_builtins(PROBLEM)
    assert sentences.sentence(row) == sentences.sentence(PROBLEM) == "Ligne 14 : <13> n’est pas une date."


def test_a_row_of_an_earlier_version_is_shown_as_it_was() -> None:
    assert sentences.sentence({"text": "birth date", "severity": "note"}) == "birth date"
    assert sentences.sentence(Reason(text="Written by an analyst.")) == "Written by an analyst."


def test_a_sentence_stored_alone_is_shown_in_the_readers_language() -> None:
    assert sentences.stored_sentence(to_stored(WRONG)) == "Ligne 14 : <13> n’est pas une date."
    assert sentences.stored_sentence("birth date") == "date de naissance"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("birth date (2380)", "date de naissance (2380)"), ("birth date", "date de naissance"), ("", ""), ("x", "x")],
)
def test_the_name_of_a_field_keeps_its_data_element(name: str, shown: str) -> None:
    assert sentences.field_name(name) == shown


def test_the_table_of_problems_is_translated_and_escaped() -> None:
    manifest = SimpleNamespace(type="PAXLST", release="", message=None)
    old = {"severity": "note", "code": "old", "text": "As it was.", "sent": ""}
    found = [(manifest, msgspec.to_builtins(PROBLEM)), (manifest, old)]
    page = render_to_string("partials/problems.html", {"problems": found, "problem_count": 2, "caption": "Problems"})
    assert "Ligne 14 : &lt;13&gt; n’est pas une date." in page
    assert "date de naissance (2380)" in page
    assert "As it was." in page


def test_kinds_of_findings_of_people_are_translated() -> None:
    codes = {"birth-date-missing": {"aspect": "complete", "severity": "warning", "field": "birth date", "people": 2}}
    (complete, *_) = aspects({"findings": [], "codes": codes, "people": 2, "assessed": ["complete"]})
    assert complete.people_findings[0].words == "Date de naissance absente"


def test_the_refusal_of_a_file_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadstead.web.common.refusals.gettext", lambda text: CATALOGUE.get(text, text))
    assert refusal_text(ValueError(Sentence("%(sent)s is no date.", {"sent": "13"}))) == "13 n’est pas une date."
