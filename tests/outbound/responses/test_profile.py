"""Which codes a carrier is answered in: the operator's choice, by carrier; nonsense is refused with its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from roadstead import config as settings
from roadstead.config import NotConfigured
from roadstead.engine.records import Verdict
from roadstead.engine.reference.response_profiles import code_for
from roadstead.engine.reference.sufficiency import FIELD_NAMES, VOYAGE_FIELDS
from roadstead.outbound.responses import edifact
from roadstead.outbound.responses.edifact import profile_of

HOME = {"ROADSTEAD_HOME": "/tmp/anywhere"}


def test_a_carrier_has_its_own_profile_and_the_others_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings.read({**HOME, "ROADSTEAD_ANSWER_PROFILE": "roadstead, x9=IAPI"})
    monkeypatch.setattr(edifact, "config", lambda: chosen)
    assert (profile_of("X9"), profile_of("2X")) == ("iapi", "roadstead")


def test_a_profile_there_is_none_of_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = replace(settings.read(HOME), response_profiles={"": "atlantis"})
    monkeypatch.setattr(edifact, "config", lambda: chosen)
    with pytest.raises(NotConfigured, match="unknown profile 'atlantis'"):
        profile_of("2X")


@pytest.mark.parametrize("text", ["X9=iapi", "roadstead,X9=", "roadstead,iapi", "roadstead,X9=iapi,X9=roadstead"])
def test_profiles_that_make_no_sense_are_refused_at_the_start(text: str) -> None:
    with pytest.raises(NotConfigured, match="ROADSTEAD_ANSWER_PROFILE"):
        settings.read({**HOME, "ROADSTEAD_ANSWER_PROFILE": text})


@pytest.mark.parametrize("field", [words for name, words in FIELD_NAMES.items() if name not in VOYAGE_FIELDS])
def test_every_field_that_can_be_missing_has_its_code(field: str) -> None:
    assert code_for("roadstead", Verdict.INSUFFICIENT, date(2026, 11, 25), field) is not None
